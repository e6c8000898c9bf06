import Foundation
import M3TestSupport
import Testing

/// Questions about the sample clip, and runs over them with the shipped model.
struct RunFixture {
  let folder: TemporaryFolder
  var run: String { folder.path("run") }
  private var questions: String { folder.path("questions.jsonl") }

  /// - Parameter open: open questions; one with options follows them.
  init(open: Int = 6) throws {
    folder = try TemporaryFolder()
    var lines = (0..<open).map {
      #"{"id": "q\#($0)", "video": "first.mp4", "question": "What is number \#($0)?", "answer": "right \#($0)"}"#
    }
    lines.append(
      #"{"id": "c", "video": "first.mp4", "question": "Which?", "choices": ["one", "two"], "answer": "one"}"#)
    try folder.write("questions.jsonl", lines.joined(separator: "\n") + "\n")
  }

  /// The words of an evaluation that costs little.
  func eval(_ more: [String] = [], into run: String? = nil) -> [String] {
    [
      "eval", "generic", "--annotations", questions, "--videos",
      Samples.movie.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" },
      "--frames", "1", "--scale", "1", "--max-tokens", "2", "-q", "-o", run ?? self.run,
    ] + more
  }

  /// The lines of a file of the run as JSON objects.
  func lines(_ file: String) throws -> [[String: Any]] {
    try String(contentsOfFile: "\(run)/\(file)", encoding: .utf8).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  func text(_ file: String) throws -> String { try String(contentsOfFile: "\(run)/\(file)", encoding: .utf8) }
}
