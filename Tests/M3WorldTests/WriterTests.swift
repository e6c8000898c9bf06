import Foundation
import M3Core
import Testing

@testable import M3World

@Suite("Writer")
struct WriterTests {
  static let quick = WorldWriter(encoder: EncoderSettings(side: 64, preset: "ultrafast"))

  /// A folder that is gone after the test.
  private func inFolder(_ work: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("m3world-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try work(folder)
  }

  private func files(_ folder: URL) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.contains(".") }
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.appendingPathComponent($0))) })
  }

  @Test("a folder holds clips, questions, records and a card; the same run gives the same bytes")
  func bytes() throws {
    var first: [String: Data] = [:]
    for _ in 0..<2 {
      try inFolder { folder in
        var seen: [WorldWriter.Progress] = []
        let card = try Self.quick.write(split: .val, count: 3, folder: folder) { seen.append($0) }
        #expect(seen.map(\.done) == [0, 1, 2, 3])
        let found = try files(folder)
        #expect(
          Set(found.keys) == [
            "clips/clip-val-000000.mp4", "clips/clip-val-000001.mp4", "clips/clip-val-000002.mp4",
            "annotations.jsonl", "scenes.jsonl", "world.json",
          ])
        if first.isEmpty { first = found }
        #expect(found == first)
        #expect(card.isComplete && card.clips == 3)
        let lines = String(decoding: found["annotations.jsonl"] ?? Data(), as: UTF8.self).split(separator: "\n")
        let annotations = try lines.map { try JSONDecoder().decode(WorldAnnotation.self, from: Data($0.utf8)) }
        #expect(Set(annotations.map(\.id)).count == annotations.count)
        #expect(annotations.count == card.questions.values.reduce(0, +))
        #expect(annotations.contains { $0.choices == nil } && annotations.contains { $0.choices?.count == 4 })
        for annotation in annotations { #expect(found[annotation.video] != nil) }
        let scenes = String(decoding: found["scenes.jsonl"] ?? Data(), as: UTF8.self).split(separator: "\n")
        let records = try scenes.map { try JSONDecoder().decode(Scene.self, from: Data($0.utf8)) }
        #expect(records == (0..<3).map { Scene(split: .val, index: $0) })
      }
    }
  }

  @Test("a second run keeps whole clips, makes missing ones again, and may go further")
  func resume() throws {
    try inFolder { folder in
      try Self.quick.write(split: .train, count: 2, folder: folder)
      let before = try files(folder)
      let missing = folder.appendingPathComponent("clips/clip-train-000001.mp4")
      try FileManager.default.removeItem(at: missing)
      try Data("half".utf8).write(to: folder.appendingPathComponent("clips/.clip-train-000001.mp4.partial"))
      var last: WorldWriter.Progress?
      try Self.quick.write(split: .train, count: 3, folder: folder) { last = $0 }
      #expect(last == WorldWriter.Progress(done: 3, total: 3, kept: 1))
      let after = try files(folder)
      for name in before.keys where name.hasSuffix("mp4") { #expect(after[name] == before[name]) }
      #expect(!after.keys.contains { $0.hasSuffix("partial") })
    }
  }

  @Test("a folder of another world is refused, and so is no clip at all")
  func refusals() throws {
    try inFolder { folder in
      try Self.quick.write(split: .train, count: 1, folder: folder)
      #expect(throws: WorldError.self) { try Self.quick.write(split: .val, count: 1, folder: folder) }
      #expect(throws: WorldError.self) {
        try WorldWriter(encoder: EncoderSettings(side: 64, quality: 40, preset: "ultrafast"))
          .write(split: .train, count: 1, folder: folder)
      }
      try Data("{}".utf8).write(to: folder.appendingPathComponent("world.json"))
      let error = #expect(throws: WorldError.self) { try Self.quick.write(split: .train, count: 1, folder: folder) }
      #expect(error?.message.contains("world.json is not a card of this world") == true)
      #expect(throws: WorldError.badCount(found: 0)) { try Self.quick.write(split: .train, count: 0, folder: folder) }
    }
  }

  @Test("FFmpeg's failures name the file and the step")
  func ffmpegErrors() throws {
    let scene = Scene(split: .train, index: 0)
    let nowhere = URL(fileURLWithPath: "/nonexistent-folder/clip.mp4")
    let missing = #expect(throws: WorldError.self) { try Self.quick.writeClip(scene, to: nowhere) }
    #expect(missing?.message.contains("/nonexistent-folder/clip.mp4: FFmpeg failed to open the file (No such") == true)
    let preset = #expect(throws: WorldError.self) {
      try WorldWriter(encoder: EncoderSettings(preset: "no such preset"))
        .writeClip(scene, to: FileManager.default.temporaryDirectory.appendingPathComponent("m3world-never.mp4"))
    }
    #expect(preset?.message.contains("open libx264") == true)
    let folder = #expect(throws: WorldError.self) {
      try Self.quick.write(split: .train, count: 1, folder: URL(fileURLWithPath: "/proc/m3world"))
    }
    #expect(folder?.message.hasPrefix("cannot write /proc/m3world/clips: ") == true)
  }

  @Test("a written clip has the scene's frames, colours and flashes; other rates and sizes work too")
  func decoded() throws {
    for index in 0..<2 {
      let scene = Scene(split: .test, index: 700 + index, timings: .varied)
      let clip = try DecodedClip(scene)
      let renderer = SceneRenderer(scene, side: 96)
      var camera = scene.camera
      (camera.noise, camera.softness) = (0, 0.05)
      for frame in stride(from: 0, to: scene.frameCount, by: 7) {
        let clean = renderer.frame(frame, augmentation: camera)
        let squares = zip(clean.pixels, clip.frames[frame].pixels).reduce(0.0) {
          $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
        }
        #expect((squares / Double(clean.pixels.count)).squareRoot() < 10, "\(scene.name) frame \(frame)")
      }
    }
  }

  @Test(
    "errors are sentences",
    arguments: [
      (
        WorldError.missingEncoder(name: "libx264"), "this FFmpeg has no encoder `libx264`",
        "install an FFmpeg with libx264 (Debian and Ubuntu: `apt-get install libavcodec-extra`)"
      ),
      (
        .clipNotWritten(path: "a\n.mp4", step: "open the file", code: -2, reason: "No such file"),
        "cannot write a\\n.mp4: FFmpeg failed to open the file (No such file, -2)", nil
      ),
      (.noMemory(path: "a.mp4"), "cannot write a.mp4: FFmpeg got no memory", nil),
      (.fileNotWritten(path: "b", reason: "full"), "cannot write b: full", nil),
      (
        .otherWorld(path: "w/world.json", field: "split", expected: "val", found: "train"),
        "w/world.json was made with another split: train, not val", "write to an empty folder"
      ),
      (
        .unreadableCard(path: "w/world.json", reason: "no JSON"), "w/world.json is not a card of this world: no JSON",
        "write to an empty folder"
      ),
      (.badCount(found: 0), "cannot write 0 clips", "give a count of at least 1"),
    ] as [(WorldError, String, String?)])
  func messages(error: WorldError, message: String, hint: String?) {
    #expect(error.message == message)
    #expect(error.hint == hint)
  }
}
