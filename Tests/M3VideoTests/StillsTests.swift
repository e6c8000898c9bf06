import Foundation
import M3Core
import Testing

@testable import M3Video

/// Several pictures, or a directory of them, taken as one clip.
@Suite(.serialized) struct StillsTests {
  @Test func picturesInTheOrderGiven() throws {
    let paths = try ["still.png", "alpha.png", "still.webp", "still.jpg"].map(NastyFiles.path)
    let clip = try Clip.open(paths)
    #expect(clip.info.frameCount == 4)
    #expect(clip.info.duration == 4)
    #expect(!clip.info.isStill)
    var cursor = try clip.frames(at: [0, 2, 2, 3], threads: 1)
    var seen: [Int] = []
    while let frame = try cursor.next() {
      seen.append(frame.index)
      #expect(frame.time == Double(frame.index))
      #expect(Barcode.number(frame.picture) == 5)
    }
    #expect(seen == [0, 2, 2, 3])
  }

  @Test func aVideoAmongPicturesIsNamed() throws {
    let paths = try ["still.png", "moov-end.mp4"].map(NastyFiles.path)
    #expect(throws: VideoError.notAStill(path: paths[1])) { try Clip.open(paths) }
    #expect(throws: VideoError.notAStill(path: paths[1])) { try Clip.open(paths.reversed()) }
  }

  @Test func aMovingGIFIsNoPicture() throws {
    let paths = try ["anim.gif", "still.png"].map(NastyFiles.path)
    #expect(throws: VideoError.notAStill(path: paths[0])) { try Clip.open(paths) }
  }

  @Test func aDirectoryInNaturalOrder() throws {
    let folder = try Scratch.folder("stills")
    for (width, name) in [(20, "p10.png"), (18, "p9.PNG"), (200, "p100.png"), (16, "p1.png")] {
      try Tool.ffmpeg(
        "-f lavfi -i color=c=red:s=\(width)x8 -frames:v 1 -update 1", output: folder.appending(path: name).path)
    }
    try "notes".write(to: folder.appending(path: "read.me"), atomically: false, encoding: .utf8)
    let clip = try Clip.open([folder.path])
    #expect(clip.info.frameCount == 4)
    #expect(clip.info.name == folder.path)
    #expect(clip.info.size == PixelSize(width: 16, height: 8))
    var cursor = try clip.frames(at: [0, 1, 2, 3], threads: 1)
    var widths: [Int] = []
    while let frame = try cursor.next() { widths.append(frame.picture.width) }
    #expect(widths == [16, 18, 20, 200])
  }

  @Test func anEmptyDirectoryIsNoClip() throws {
    let folder = try Scratch.folder("nothing")
    #expect(throws: VideoError.emptyFolder(path: folder.path)) { try Clip.open([folder.path]) }
    #expect(throws: VideoError.notRegular(path: folder.path, kind: .directory)) { try Clip.open(folder.path) }
    #expect(throws: VideoError.noInputs) { try Clip.open([]) }
  }

  @Test(arguments: [
    ("a2", "a10", true), ("a10", "a2", false), ("a02", "a2", true), ("a2", "a02", false), ("a", "a1", true),
    ("b1", "a2", false), ("frame9.png", "frame10.png", true),
    ("99999999999999999999999", "100000000000000000000000", true),
    ("a", "a", false),
  ])
  func naturalOrder(left: String, right: String, precedes: Bool) {
    #expect(NaturalOrder.precedes(left, right) == precedes)
  }
}
