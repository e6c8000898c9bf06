import M3Core
import M3Video
import Testing

@Suite struct PictureErrorTests {
  static let table: [(PictureError, String, String?)] = [
    (
      .noSuchFolder(path: "out/a.png", folder: "out"), "out/a.png: not written: there is no folder out",
      "make the folder first, or choose another"
    ),
    (.isFolder(path: "out"), "out: not written: it is a folder", "give the name of a file in it"),
    (
      .permissionDenied(path: "/a.png"), "/a.png: not written: permission denied",
      "choose a folder that you may write to"
    ),
    (
      .diskFull(path: "a\u{1B}[2J.png", bytes: 512), "a\\u{1B}[2J.png: not written: no space left for its 512 bytes",
      "free some space, or choose another disk"
    ),
    (
      .invalidPath(path: ""), "a picture was not written: the path is empty",
      "a path has no zero bytes, and a name in it at most 255 bytes"
    ),
    (
      .invalidPath(path: "a\0"), "a\\u{0}: not written: no file can have this name",
      "a path has no zero bytes, and a name in it at most 255 bytes"
    ),
    (.notWritten(path: "a.png", code: 5), "a.png: not written: input/output error", nil),
    (
      .notEncoded(format: .jpeg(quality: 9), width: 70_000, height: 2, step: "opening the encoder", code: -22),
      "a picture of 70000 x 2 pixels cannot become a JPEG file: opening the encoder failed with code -22", nil
    ),
  ]

  @Test(arguments: table)
  func sentences(error: PictureError, message: String, hint: String?) {
    #expect(error.message == message)
    #expect(error.hint == hint)
    #expect("\(error)" == message)
  }
}
