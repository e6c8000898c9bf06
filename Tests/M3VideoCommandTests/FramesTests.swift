import Foundation
import M3Core
import M3TestSupport
import M3Video
import Testing

/// `m3-video frames`: pictures, crops, collage and list.
@Suite struct FramesTests {
  private func picture(_ path: String) throws -> Frame {
    let clip = try Clip.open(path)
    var cursor = try clip.frames(at: [0], threads: 1)
    return try #require(try cursor.next())
  }

  @Test func pictures() async throws {
    let folder = try TemporaryFolder()
    let output = folder.path("new/out")
    let ran = try await Program.run(["frames", Samples.movie, "--frames", "4", "-o", output])
    #expect(ran.code == 0 && ran.out.isEmpty && ran.err.isEmpty, "\(ran.err)")
    let names = try FileManager.default.contentsOfDirectory(atPath: output).sorted()
    #expect(names == ["0001-0001.000s.png", "0002-0003.000s.png", "0003-0005.000s.png", "0004-0007.000s.png"])
    let clip = try Clip.open(Samples.movie)
    var cursor = try clip.frames(at: [12, 36, 60, 84], threads: 1)
    for name in names {
      // PNG keeps every bit of the frame.
      let frame = try #require(try cursor.next())
      #expect(try picture("\(output)/\(name)").picture == frame.picture, "\(name)")
    }
  }

  @Test func list() async throws {
    let ran = try await Program.run(["frames", Samples.movie, "--frames", "4", "--json"])
    let rows = try #require(ran.json() as? [[String: Any]])
    #expect(rows.compactMap { $0["index"] as? Int } == [12, 36, 60, 84])
    #expect(rows.compactMap { $0["time"] as? Double } == [1, 3, 5, 7])
    #expect(rows.allSatisfy { $0["width"] as? Int == 192 && $0["height"] as? Int == 192 })
    #expect(rows.allSatisfy { $0["files"] == nil })
  }

  @Test(arguments: [("midpoint", [16, 48, 80]), ("linspace", [0, 47, 95]), ("igvlm", [0, 32, 64])])
  func samplingRules(rule: String, indices: [Int]) async throws {
    let ran = try await Program.run(["frames", Samples.movie, "--frames", "3", "--sampling", rule, "--json"])
    #expect(try (ran.json() as? [[String: Any]])?.compactMap { $0["index"] as? Int } == indices)
  }

  /// The crops are what the reference computed (Pillow), byte for byte.
  @Test(arguments: ["pad", "crop"]) func crops(fit: String) async throws {
    let folder = try TemporaryFolder()
    let ran = try await Program.run([
      "frames", Samples.wide("llava15"), "--frames", "1", "--crops", "--fit", fit, "--model", Goldens.path("llava15"),
      "-o", folder.path,
    ])
    #expect(ran.code == 0, "\(ran.err)")
    #expect(try folder.names() == ["0001-0000.000s.png"])
    let found = try picture(folder.path("0001-0000.000s.png")).picture
    #expect(found == (try picture(Goldens.path("Pictures/llava15.\(fit).png")).picture))
  }

  @Test func collage() async throws {
    let folder = try TemporaryFolder()
    let words = ["frames", Samples.movie, "--frames", "6", "--layout", "grid"]
    let ran = try await Program.run(words + ["-o", folder.path("collage.png")])
    #expect(ran.code == 0 && ran.out.isEmpty, "\(ran.err)")
    #expect(try picture(folder.path("collage.png")).picture.size == PixelSize(width: 2 * 192, height: 3 * 192))
    let crops = try await Program.run(
      words + ["--crops", "--model", Goldens.path("llavanext"), "-o", folder.path("crops")])
    #expect(crops.code == 0, "\(crops.err)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("crops")).sorted()
    #expect(names.first == "base.png" && names.dropFirst() == ["tile-1.png", "tile-2.png", "tile-3.png", "tile-4.png"])
    for name in names {
      #expect(try picture(folder.path("crops/\(name)")).picture.size == PixelSize(width: 96, height: 96))
    }
  }

  @Test func fewerThanAskedFor() async throws {
    let folder = try TemporaryFolder()
    let ran = try await Program.run(["frames", Samples.clip("llava15"), "--frames", "9", "-o", folder.path])
    #expect(ran.code == 0)
    #expect(ran.err == "warning: the clip has 3 frames, fewer than the 9 asked for\n")
    #expect(try folder.names().count == 3)
  }

  /// Folders that cannot be made, and files in the way.
  @Test func outputsThatCannotBe() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("file", "x")
    for (output, cause) in [
      (file, "there is a file of this name"), ("\(file)/deeper", "there is a file of this name"),
      ("/proc/nothing", "No such file"),
    ] {
      let ran = try await Program.run(["frames", Samples.movie, "-o", output])
      #expect(ran.code == 1 && ran.out.isEmpty)
      #expect(ran.error?.message.contains(cause) == true, "\(ran.err)")
    }
    let ran = try await Program.run(["frames", Samples.movie, "--layout", "grid", "-o", "\(file)/collage.png"])
    #expect(ran.code == 1)
    #expect(ran.error?.message.contains("collage.png") == true, "\(ran.err)")
  }
}
