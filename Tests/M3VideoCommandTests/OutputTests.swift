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
    let coloured = try await onTerminal(words, ["TERM": "xterm-256color"])
    #expect(coloured.contains("\u{1B}[31merror:\u{1B}[0m nowhere.mp4"))
    #expect(try await !onTerminal(words, ["TERM": "xterm-256color", "NO_COLOR": "1"]).contains("\u{1B}"))
    #expect(try await !onTerminal(words, ["TERM": "dumb"]).contains("\u{1B}"))
  }

  /// Bars are drawn on terminals when work takes over a second, and taken away before the answer stands there.
  @Test func barsDoNotTouchTheAnswer() async throws {
    let words = [
      "ask", Samples.movie, "What?", "--frames", "96", "--scale", "9", "--threads", "1", "--max-tokens", "20",
    ]
    let slow = ["TERM": "xterm", "M3_CPU": "portable"]
    let plain = try await Program.run(words, environment: slow)
    let shown = try await onTerminal(words, slow)
    #expect(shown.contains("encode ["))
    #expect(shown.contains(plain.out.split(separator: "\n").joined(separator: "\r\n")))
    #expect(!plain.err.contains("["))
  }

  /// What stands on a terminal: `script` gives the program one.
  private func onTerminal(_ words: [String], _ environment: [String: String]) async throws -> String {
    let command = ([Program.path] + words).joined(separator: " ")
    let ran = try await Program.run(
      ["-qec", command, "/dev/null"], environment: environment, program: "/usr/bin/script")
    return ran.out
  }
}
