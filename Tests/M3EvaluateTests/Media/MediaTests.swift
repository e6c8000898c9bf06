import Foundation
import M3Core
import Testing

@testable import M3Evaluate

@Suite struct MediaTests {
  private func folder(_ names: [String]) throws -> TemporaryFolder {
    try TemporaryFolder(Dictionary(uniqueKeysWithValues: names.map { ($0, "x") }))
  }

  @Test(arguments: [
    ("abc", "abc.MP4"), ("abc.avi", "abc.MP4"), ("v_q1", "v_q1.mkv"), ("q1", "v_q1.mkv"), ("v_plain", "plain.webm"),
    ("3238", "1164/3238.mp4"), ("mapped", "1164/3238.mp4"), ("1164/3238", "1164/3238.mp4"), ("two", "two.mp4"),
    ("two.webm", "two.webm"), ("dotted.name_1", "dotted.name_1.gif"), ("scene_1", "frames/scene_1"),
  ])
  func findsClipsUnderTheirUsualNames(media: String, file: String) throws {
    let folder = try folder([
      "abc.MP4", "v_q1.mkv", "plain.webm", "1164/3238.mp4", "two.webm", "two.mp4", "dotted.name_1.gif", "notes.txt",
      "frames/scene_1/00001.jpg", "frames/scene_1/00002.jpg", "picture.jpg",
    ])
    let index = try MediaIndex(folder: folder.path, kind: .video, map: ["mapped": "1164/3238"])
    #expect(index.place(of: media) == .found(folder.file(file)))
    #expect(index.count == 8)
  }

  @Test func picturesAreTheirOwnKind() throws {
    let folder = try folder(["COCO_1.JPG", "sub/2.png", "clip.mp4"])
    let index = try MediaIndex(folder: folder.path, kind: .image)
    #expect(index.place(of: "COCO_1.jpg") == .found(folder.file("COCO_1.JPG")))
    #expect(index.place(of: "2") == .found(folder.file("sub/2.png")))
    #expect(index.place(of: "clip") == .missing)
  }

  @Test func namesInSeveralFoldersAreAmbiguousUnlessTheFolderIsNamed() throws {
    let folder = try folder(["count/1.png", "color/1.png"])
    let index = try MediaIndex(folder: folder.path, kind: .image)
    #expect(index.place(of: "count/1.png") == .found(folder.file("count/1.png")))
    #expect(index.place(of: "color/1.jpg") == .found(folder.file("color/1.png")))
    #expect(index.place(of: "1") == .ambiguous([folder.file("color/1.png"), folder.file("count/1.png")]))
  }

  @Test func missingClipsAreListedAndCounted() throws {
    let folder = try folder(["a.mp4", "x/d.mp4", "y/d.mp4"])
    let records = ["a", "a", "b", "c", "c", "d"].enumerated().map {
      QuestionRecord(key: "\($0)", dataset: "generic", split: "all", media: $1, question: "q")
    }
    let report = try MediaSource(folder.path, kind: .video).check(records)
    #expect(report.found == 1)
    #expect(report.missing == ["b", "c"])
    #expect(report.ambiguous == ["d"])
    #expect(report.questionsWithoutClip == 4)
  }

  @Test func templatesAreThoseOfIGVLM() throws {
    let folder = try folder(["v_a.mp4", "b.webm", "c.AVI"])
    let source = try MediaSource(folder.path + "/%s.mp4", kind: .video)
    #expect(source.place(of: "v_a") == .found(folder.file("v_a.mp4")))
    #expect(source.place(of: "a") == .found(folder.file("v_a.mp4")))
    #expect(source.place(of: "b") == .found(folder.file("b.webm")))
    #expect(source.place(of: "v_b") == .found(folder.file("b.webm")))
    #expect(source.place(of: "c") == .found(folder.file("c.AVI")))
    #expect(source.place(of: "d") == .missing)
    #expect(throws: EvaluateError.badTemplate(template: "%s/%s.mp4")) { try MediaSource("%s/%s.mp4", kind: .video) }
  }

  @Test func linksInCirclesEnd() throws {
    let folder = try folder(["a/b.mp4"])
    try FileManager.default.createSymbolicLink(atPath: folder.file("a/loop"), withDestinationPath: folder.path)
    #expect(try MediaIndex(folder: folder.path, kind: .video).count == 1)
    #expect(throws: EvaluateError.self) { try MediaIndex(folder: folder.file("none"), kind: .video) }
  }

  @Test func clipMaps() throws {
    let map = try ClipMap.read(Fixture.excerpt("next-qa/map_vid_vidorID.json"))
    #expect(map["8132842161"] == "1201/8132842161")
    let folder = try TemporaryFolder(["m.json": "{\"a\": 1}"])
    #expect(throws: EvaluateError.self) { try ClipMap.read(folder.file("m.json")) }
  }
}
