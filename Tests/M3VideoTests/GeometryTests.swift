import Foundation
import M3Core
import Testing

@testable import M3Video

/// Pictures come out upright and with square pixels.
@Suite(.serialized) struct GeometryTests {
  /// The eight display matrices, written into an MP4's track header.
  @Test(arguments: [
    [1, 0, 0, 1], [-1, 0, 0, 1], [1, 0, 0, -1], [-1, 0, 0, -1], [0, 1, 1, 0], [0, 1, -1, 0], [0, -1, 1, 0],
    [0, -1, -1, 0],
  ])
  func displayMatrices(parts: [Int]) throws {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: NastyFiles.path("moov-end.mp4"))))
    let header = try #require(bytes.indices.first { bytes[$0...].starts(with: "tkhd".utf8) })
    // Version 0: type, version and flags, five words, 8 bytes, four half words, then a b u c d v x y w.
    let matrix = header + 4 + 4 + 20 + 8 + 8
    for (slot, part) in zip([0, 1, 3, 4], parts) {
      let value = UInt32(bitPattern: Int32(part) << 16)
      for byte in 0..<4 { bytes[matrix + slot * 4 + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * byte)) }
    }
    let path = try Scratch.folder("turned").appending(path: parts.map(String.init).joined(separator: ",") + ".mp4")
    try Data(bytes).write(to: path)
    let plain = try firstPicture(NastyFiles.path("moov-end.mp4"))
    let turned = try firstPicture(path.path)
    let swaps = parts[0] == 0
    #expect(turned.size == (swaps ? PixelSize(width: 128, height: 192) : PixelSize(width: 192, height: 128)))
    // x' = a x + c y, y' = b x + d y, moved back into the picture.
    for (x, y) in [(0, 0), (191, 0), (0, 127), (191, 127), (50, 90), (17, 3)] {
      let column = swaps ? (parts[2] > 0 ? y : 127 - y) : (parts[0] > 0 ? x : 191 - x)
      let row = swaps ? (parts[1] > 0 ? x : 191 - x) : (parts[3] > 0 ? y : 127 - y)
      #expect(turned[column, row] == plain[x, y])
    }
  }

  /// Orientation 6 of a camera: the picture is stored lying on its left side.
  @Test func exifOrientation() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: NastyFiles.path("still.jpg"))))
    let tiff: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
    let body = [UInt8]("Exif".utf8) + [0, 0] + tiff
    let path = try Scratch.folder("turned").appending(path: "exif.jpg")
    try Data(bytes[0..<2] + [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body + bytes[2...]).write(to: path)
    let clip = try Clip.open(path.path)
    #expect(clip.info.size == PixelSize(width: 128, height: 192))
    let (plain, turned) = (try firstPicture(NastyFiles.path("still.jpg")), try firstPicture(path.path))
    #expect(turned[127, 0] == plain[0, 0])
    #expect(turned[0, 0] == plain[0, 127])
  }

  @Test(arguments: [("2/1", 320), ("1/2", 80), ("128/117", 175), ("40/1", 160), ("1/1", 160)])
  func pixelAspect(aspect: String, width: Int) throws {
    let path = try Scratch.folder("aspect").appending(path: aspect.replacing("/", with: "-") + ".mp4").path
    try Tool.ffmpeg(
      "-f lavfi -i testsrc2=s=160x96:r=25 -frames:v 3 -vf setsar=\(aspect) -c:v libx264 -pix_fmt yuv420p", output: path)
    let clip = try Clip.open(path)
    #expect(clip.info.size == PixelSize(width: width, height: 96))
    #expect(clip.info.codedSize == PixelSize(width: 160, height: 96))
    #expect(try firstPicture(path).size == clip.info.size)
    let isIgnored = clip.info.notes.contains { if case .oddPixelAspect = $0 { true } else { false } }
    #expect(isIgnored == (aspect == "40/1"))
  }

  @Test func noSideBecomesZero() {
    var notes: [ClipNote] = []
    let size = PictureGeometry.square(PixelSize(width: 1, height: 9), aspect: Rational(1, 16), notes: &notes)
    #expect(size == PixelSize(width: 1, height: 9))
    #expect(notes.isEmpty)
  }

  private func firstPicture(_ path: String) throws -> Picture {
    var cursor = try Clip.open(path).frames(at: [0], threads: 1)
    return try #require(try cursor.next()).picture
  }
}
