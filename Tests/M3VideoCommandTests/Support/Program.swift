import Foundation
import M3TestSupport
import Subprocess
import Testing

/// The program that was built with these tests, run as a user runs it.
enum Program {
  /// Beside the test program itself.
  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("m3-video").path

  /// What a run left behind.
  struct Ran: Sendable {
    let status: TerminationStatus
    let out: String
    let err: String

    /// The exit code; nil when a signal ended it.
    var code: Int32? { if case .exited(let code) = status { code } else { nil } }

    /// Standard output as one JSON value.
    func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(out.utf8), options: .fragmentsAllowed) }

    func object() throws -> [String: Any] { try #require(json() as? [String: Any], "\(self.err)") }
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - input: what stands on its standard input; nothing if nil.
  ///   - environment: variables beside the inherited ones.
  ///   - directory: where it runs.
  ///   - redirect: shell redirections, such as `>/dev/full`.
  ///   - program: another copy of it.
  static func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:], directory: String = "/",
    redirect: String = "", program: String = path
  ) async throws -> Ran {
    let words = ["-c", "cd \"$0\" && exec \"$@\" \(redirect)", directory, program] + arguments
    // What one run keeps for the next is no other test's business, nor the user's.
    let cache = try TemporaryFolder()
    defer { withExtendedLifetime(cache) {} }
    let variables = try variables(["XDG_CACHE_HOME": cache.path].merging(environment) { $1 })
    return try await gate.pass {
      guard let input else {
        let ran = try await Subprocess.run(
          .name("sh"), arguments: Arguments(words), environment: variables, input: .none,
          output: .string(limit: 1 << 24), error: .string(limit: 1 << 20))
        return Ran(status: ran.terminationStatus, out: ran.standardOutput, err: ran.standardError)
      }
      let ran = try await Subprocess.run(
        .name("sh"), arguments: Arguments(words), environment: variables, input: .string(input),
        output: .string(limit: 1 << 24), error: .string(limit: 1 << 20))
      return Ran(status: ran.terminationStatus, out: ran.standardOutput, err: ran.standardError)
    }
  }

  private static let gate = Gate(2)
  /// The inherited environment without what changes the program's ways, and with more.
  static func variables(_ more: [String: String]) throws -> Environment {
    var changes: [Environment.Key: String?] = [
      "M3_CPU": nil, "NO_COLOR": nil, "TERM": nil, "OPENBLAS_CORETYPE": nil, "COLUMNS": nil,
    ]
    for (name, value) in more { changes[try #require(Environment.Key(rawValue: name))] = value }
    return .inherit.updating(changes)
  }
}

extension Program.Ran {
  /// The sentence after `error: `, if standard error has the form of an error: one line, then perhaps an empty line
  /// and a hint.
  ///
  /// Warnings and the plan may stand before it.
  var error: (message: String, hint: String?)? {
    guard let start = err.range(of: "error: ") else { return nil }
    let before = err[..<start.lowerBound]
    guard before.isEmpty || before.hasSuffix("\n") else { return nil }
    var lines = err[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.popLast() == "" else { return nil }
    switch lines.count {
    case 1: return (lines[0], nil)
    case 3 where lines[1].isEmpty && lines[2].hasPrefix("hint: "):
      return (lines[0], String(lines[2].dropFirst("hint: ".count)))
    default: return nil
    }
  }
}

/// Clips that tests ask about.
enum Samples {
  /// 96 frames of 192 x 192, 8 seconds, H.264.
  static let clips = Goldens.path("../../samples/clips")
  static let movie = Goldens.path("../../samples/clips/first.mp4")
  static let models = Goldens.path("../../samples/models")

  static func clip(_ model: String) -> String { Goldens.path("\(model)/clip.mkv") }
  static func wide(_ model: String) -> String { Goldens.path("\(model)/wide.png") }
}
