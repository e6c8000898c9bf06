import Foundation
import M3TestSupport
import Testing

/// The model that ships with the program is found wherever the program stands and wherever it is called from.
@Suite struct DefaultModelTests {
  private static let warning = "warning: this model has random weights: its answers mean nothing yet\n"

  /// Named by the file that says so, so that this test follows the model that ships.
  private func isUntrained() throws -> Bool {
    let file = URL(fileURLWithPath: "\(Samples.models)/m3-tiny/config.json")
    return try String(contentsOf: file, encoding: .utf8).contains("m3_untrained")
  }

  @Test func fromAnotherDirectory() async throws {
    let folder = try TemporaryFolder()
    try folder.copy(Samples.movie, as: "clip.mp4")
    let ran = try await Program.run(
      ["ask", "clip.mp4", "What?", "--max-tokens", "2", "--frames", "2"], directory: folder.path)
    #expect(ran.code == 0, "\(ran.err)")
    #expect(ran.err.hasPrefix(Self.warning) == (try isUntrained()))
    #expect(!ran.out.contains("random"))
  }

  @Test func fromAnInstalledTree() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("bin"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: folder.path("share/m3-video"), withIntermediateDirectories: true)
    try folder.copy(Program.path, as: "bin/m3-video")
    try folder.copy(Samples.models, as: "share/m3-video/models")
    // Also through a link from elsewhere.
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: folder.path("bin/m3-video"))
    for program in ["bin/m3-video", "link"] {
      let ran = try await Program.run(["model", "info"], program: folder.path(program))
      #expect(ran.code == 0, "\(ran.err)")
      #expect(ran.out.split(separator: "\n").first?.hasSuffix("/share/m3-video/models/m3-tiny") == true, "\(ran.out)")
    }
  }

  @Test func nowhere() async throws {
    let folder = try TemporaryFolder()
    try folder.copy(Program.path, as: "m3-video")
    let ran = try await Program.run(["ask", Samples.movie, "What?"], program: folder.path("m3-video"))
    #expect(ran.code == 1 && ran.out.isEmpty)
    #expect(ran.error?.message.contains("no model given") == true)
    #expect(ran.error?.hint == "name a checkpoint's folder with `--model DIR`")
  }
}
