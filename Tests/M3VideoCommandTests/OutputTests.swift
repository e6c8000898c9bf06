import Foundation
import M3TestSupport
import Testing

/// What becomes of output that nobody can take, and where colour may be.
@Suite struct OutputTests {
  private static let commands = [
    ["ask", Samples.movie, "What?", "--frames", "1", "--max-tokens", "3"], ["plan", Samples.movie],
    ["plan", Samples.movie, "--json"],
    ["frames", Samples.movie, "--json"], ["model", "info"], ["doctor"], ["--help"], ["--version"],
  ]

  @Test(arguments: commands) func fullDisks(words: [String]) async throws {
    let ran = try await Program.run(words, redirect: ">/dev/full")
    #expect(ran.code == 1)
    #expect(ran.error?.message == "cannot write to standard output: No space left on device", "\(ran.err)")
  }

  /// As `| head` leaves: not a word, and no signal.
  @Test(arguments: commands) func readersThatLeave(words: [String]) async throws {
    let ran = try await Program.run(words, redirect: "| true")
    #expect(!ran.err.contains("error") && !ran.err.contains("Fatal"), "\(ran.err)")
  }

  @Test func closedStreams() async throws {
    let words = ["ask", Samples.movie, "What?", "--frames", "1", "--max-tokens", "3"]
    let whole = try await Program.run(words)
    for redirect in ["2>&-", "2>/dev/full", "<&-"] {
      let ran = try await Program.run(words, redirect: redirect)
      #expect(ran.code == 0 && ran.out == whole.out, "\(redirect) \(ran.err)")
    }
    let ran = try await Program.run(words, redirect: ">&-")
    #expect(ran.code == 1)
    #expect(ran.error?.message == "cannot write to standard output: Bad file descriptor", "\(ran.err)")
  }

  /// Colour is for terminals, and only for those that want it.
  @Test func colour() async throws {
    let words = ["ask", "nowhere.mp4", "What?"]
    let plain = try await Program.run(words, environment: ["TERM": "xterm-256color"])
    #expect(!plain.err.contains("\u{1B}"))
    // `script` gives the program a terminal.
    func onTerminal(_ environment: [String: String]) async throws -> String {
      try await Program.run(
        ["-qec", "\(Program.path) ask nowhere.mp4 What?", "/dev/null"], environment: environment,
        program: "/usr/bin/script"
      ).out
    }
    #expect(try await onTerminal(["TERM": "xterm-256color"]).contains("\u{1B}[31merror:\u{1B}[0m nowhere.mp4"))
    #expect(try await !onTerminal(["TERM": "xterm-256color", "NO_COLOR": "1"]).contains("\u{1B}"))
    #expect(try await !onTerminal(["TERM": "dumb"]).contains("\u{1B}"))
  }
}
