import Foundation
import M3Core
import M3Video
import Testing

@Suite struct PictureFileTests {
  @Test(arguments: [(1, 1), (1, 9), (9, 1), (97, 61), (640, 360), (16384, 16)])
  func pngKeepsEveryPixel(width: Int, height: Int) throws {
    let picture = Picture.pattern(width, height)
    #expect(try DecodedPicture.decode(PictureFile.encode(picture, as: .png), as: .png) == picture)
  }

  @Test(arguments: [(1, 1), (17, 5), (160, 90)])
  func jpegKeepsTheLook(width: Int, height: Int) throws {
    let color = RGB(red: 200, green: 60, blue: 30)
    let picture = Picture(width: width, height: height, fill: color)
    let bytes = try PictureFile.encode(picture, as: .jpeg(quality: 90))
    #expect(bytes.prefix(3) == [0xFF, 0xD8, 0xFF])
    let decoded = try DecodedPicture.decode(bytes, as: .jpeg(quality: 90))
    #expect(decoded.size == picture.size)
    #expect(decoded.difference(to: picture).largest <= 4)
  }

  @Test func lowerQualityIsSmaller() throws {
    let picture = Picture.pattern(160, 90)
    let sizes = try [1, 50, 100].map { try PictureFile.encode(picture, as: .jpeg(quality: $0)).count }
    #expect(sizes[0] < sizes[1] && sizes[1] < sizes[2])
  }

  @Test func encodingIsRepeatable() throws {
    let picture = Picture.pattern(64, 64)
    #expect(try PictureFile.encode(picture, as: .png) == PictureFile.encode(picture, as: .png))
  }

  @Test func tooWideForJpegIsAnError() {
    let picture = Picture(width: 70_000, height: 1, fill: .white)
    #expect {
      try PictureFile.encode(picture, as: .jpeg(quality: 80))
    } throws: { error in
      guard case .notEncoded(.jpeg, 70_000, 1, _, _)? = error as? PictureError else { return false }
      return true
    }
  }

  @Test func writesAndReplaces() throws {
    try Folder.with { folder in
      let path = folder.path("picture.png")
      try PictureFile.write(.pattern(20, 10), to: path)
      try PictureFile.write(.pattern(10, 20), to: path)
      #expect(try DecodedPicture.decode(folder.bytes("picture.png"), as: .png) == .pattern(10, 20))
      #expect(try folder.names() == ["picture.png"])
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode.map { $0 & 0o600 } == 0o600)
    }
  }

  /// The link stays; what it points to is replaced.
  @Test func followsLinks() throws {
    try Folder.with { folder in
      try folder.makeFolder("deep")
      try PictureFile.write(.pattern(2, 2), to: folder.path("deep/real.png"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("link.png"), withDestinationPath: folder.path("deep/real.png"))
      try PictureFile.write(.pattern(3, 3), to: folder.path("link.png"))
      #expect(try DecodedPicture.decode(folder.bytes("deep/real.png"), as: .png) == .pattern(3, 3))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.png")).hasSuffix("real.png"))
    }
  }

  @Test func aForeignPartFileIsLeftAlone() throws {
    try Folder.with { folder in
      let part = ".m3-video-\(ProcessInfo.processInfo.processIdentifier)-0.part"
      try Data([1]).write(to: URL(filePath: folder.path(part)))
      try PictureFile.write(.pattern(4, 4), to: folder.path("a.png"))
      #expect(try folder.names() == [part, "a.png"])
      #expect(try folder.bytes(part) == [1])
    }
  }

  @Test func fullDiskIsNamed() throws {
    let count = try PictureFile.encode(.pattern(9, 9), as: .png).count
    #expect(throws: PictureError.diskFull(path: "/dev/full", bytes: count)) {
      try PictureFile.write(.pattern(9, 9), to: "/dev/full")
    }
    #expect(FileManager.default.fileExists(atPath: "/dev/full"))
  }

  @Test func devicesAreWrittenToNotReplaced() throws {
    try PictureFile.write(.pattern(9, 9), to: "/dev/null")
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(type == .typeCharacterSpecial)
  }

  @Test func failuresNameTheirCauseAndLeaveNothing() throws {
    try Folder.with { folder in
      try folder.makeFolder("taken.png")
      try Data([7]).write(to: URL(filePath: folder.path("file")))
      let long = folder.path(String(repeating: "n", count: 256))
      let expected: [(String, PictureError)] = [
        (folder.path("none/a.png"), .noSuchFolder(path: folder.path("none/a.png"), folder: folder.path("none"))),
        (folder.path("file/a.png"), .noSuchFolder(path: folder.path("file/a.png"), folder: folder.path("file"))),
        (folder.path("taken.png"), .isFolder(path: folder.path("taken.png"))),
        (long, .invalidPath(path: long)),
        ("", .invalidPath(path: "")),
        (folder.path("a\0b.png"), .invalidPath(path: folder.path("a\0b.png"))),
      ]
      for (path, error) in expected {
        #expect(throws: error) { try PictureFile.write(.pattern(5, 5), to: path) }
      }
      #expect(try folder.names() == ["file", "taken.png"])
      #expect(try folder.bytes("file") == [7])
    }
  }

  /// The kernel says "no such file" here too, though the folder is there.
  @Test func aFolderThatTakesNoFilesIsNotCalledMissing() {
    #expect(throws: PictureError.notWritten(path: "/proc/a.png", code: ENOENT)) {
      try PictureFile.write(.pattern(5, 5), to: "/proc/a.png")
    }
  }

  @Test func missingPermissionIsNamed() throws {
    try Folder.with { folder in
      try folder.makeFolder("shut")
      let path = folder.path("shut/a.png")
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path("shut"))
      try OrdinaryUser.run {
        #expect(throws: PictureError.permissionDenied(path: path)) {
          try PictureFile.write(.pattern(5, 5), to: path)
        }
      }
    }
  }
}
