import Foundation
import M3TestSupport
import Testing

/// Broken and hostile clips through the command line: the error names the file and the cause, and nothing is answered.
///
/// The whole table of such files is checked in M3VideoTests.
@Suite struct ClipErrorTests {
  /// Makes the files that the rows name.
  private func files() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let movie = try Data(contentsOf: URL(fileURLWithPath: Samples.movie))
    try folder.write("empty.mp4", "")
    try folder.write("text.mp4", String(repeating: "Dear team,\nthe clip is attached.\n", count: 40))
    try folder.write("cut.mp4", movie.prefix(movie.count / 2))
    try folder.write("list.mp4", "#EXTM3U\n#EXTINF:10.0,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")
    try folder.write("script.mp4", "ffconcat version 1.0\nfile good.mp4\n")
    try folder.write("good.mp4", movie)
    try folder.write("tab\tand\nline \u{1B}[31m.mp4", "")
    let files = FileManager.default
    try files.createDirectory(atPath: folder.path("folder.mp4"), withIntermediateDirectories: false)
    try files.createSymbolicLink(atPath: folder.path("loop.mp4"), withDestinationPath: "loop.mp4")
    try files.createSymbolicLink(atPath: folder.path("zero.mp4"), withDestinationPath: "/dev/zero")
    #expect(unsafe mkfifo(folder.path("fifo.mp4"), 0o600) == 0)
    return folder
  }

  static let rows = [
    ("missing.mp4", "no such file"), ("empty.mp4", "empty"), ("text.mp4", "known format"), ("cut.mp4", "incomplete"),
    ("list.mp4", "playlist"), ("script.mp4", "playlist"), ("folder.mp4", "directory"), ("loop.mp4", "symbolic links"),
    ("zero.mp4", "device"), ("fifo.mp4", "pipe"), ("tab\\tand\\nline \\u{1B}[31m.mp4", "empty"),
  ]

  @Test(arguments: rows) func namesFileAndCause(name: String, cause: String) async throws {
    let folder = try files()
    let file = name.replacing("\\t", with: "\t").replacing("\\n", with: "\n").replacing("\\u{1B}", with: "\u{1B}")
    for words in [["ask", file, "What?"], ["frames", file, "--json"]] {
      let ran = try await Program.run(words, directory: folder.path)
      #expect(ran.code == 1 && ran.out.isEmpty)
      let error = try #require(ran.error, "\(ran.err)")
      #expect(error.message.hasPrefix("\(name): "), "\(error.message)")
      #expect(error.message.contains(cause), "\(error.message)")
      #expect(!ran.err.contains("\u{1B}") && !ran.err.contains("\t"))
    }
  }

  /// `cat CLIP | m3-video ask /dev/stdin`: a pipe cannot be read twice.
  @Test func pipes() async throws {
    let ran = try await Program.run(["ask", "/dev/stdin", "What?"], input: "not a clip")
    #expect(ran.code == 1 && ran.out.isEmpty)
    #expect(ran.error?.message == "/dev/stdin: a pipe, not a regular file", "\(ran.err)")
    // A file given as standard input is as good as its name.
    let file = try await Program.run(
      ["frames", "/dev/stdin", "--frames", "1", "--json"], redirect: "<\(Samples.movie)")
    #expect(file.code == 0, "\(file.err)")
  }

  @Test func mixedInputs() async throws {
    let ran = try await Program.run(["ask", Samples.wide("llava15"), Samples.movie, "What?"])
    #expect(ran.code == 1)
    #expect(ran.error?.message.contains("first.mp4") == true, "\(ran.err)")
  }
}
