import Foundation
import M3TestSupport
import Subprocess
import Testing

/// A clip whose decoder does not come back does not end an evaluation.
@Suite struct HangingClipTests {
  /// One picture that takes a decoder far longer than the limit: 8 million pixels of noise.
  private static let limit = "0.4"

  private func slowClip(_ path: String) async throws {
    let made = try await Subprocess.run(
      .name("ffmpeg"),
      arguments: [
        "-loglevel", "error", "-nostdin", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "2800x2800", "-i",
        "/dev/urandom",
        "-frames:v", "1", "-c:v", "ffv1", "-slices", "4", path,
      ], input: .none, output: .discarded)
    #expect(made.terminationStatus.isSuccess)
  }

  @Test func theRunGoesOn() async throws {
    let folder = try TemporaryFolder()
    try await slowClip(folder.path("b.mkv"))
    for name in ["a", "c"] { try folder.copy(Samples.movie, as: "\(name).mp4") }
    let lines = ["a", "b", "c"].flatMap { clip in
      (0..<3).map { #"{"id": "\#(clip)\#($0)", "video": "\#(clip)", "question": "What is \#($0)?", "answer": "x"}"# }
    }
    try folder.write("questions.jsonl", lines.joined(separator: "\n") + "\n")
    let run = folder.path("run")
    func eval(_ more: [String]) async throws -> Program.Ran {
      try await Program.run(
        [
          "eval", "generic", "--annotations", folder.path("questions.jsonl"), "--frames", "1", "--scale", "1",
          "--max-tokens", "2", "-o", run,
        ] + more)
    }
    let ran = try await eval(["--decoder-seconds", Self.limit])
    #expect(ran.code == 0, "\(ran.err)")
    #expect(
      ran.err.contains("warning: b: the decoder has been busy with one picture for 0.4 s and does not stop"),
      "\(ran.err)")
    #expect(ran.out.contains("3 of 9 questions have no answer and count as wrong"), "\(ran.out)")
    func errors() throws -> [String: Int] {
      let text = try String(contentsOfFile: run + "/samples.jsonl", encoding: .utf8)
      return try text.split(separator: "\n").reduce(into: [:]) { counts, line in
        let sample = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        counts[(sample["error"] as? String) == nil ? "answered" : sample["media"] as? String ?? "", default: 0] += 1
      }
    }
    #expect(try errors() == ["answered": 6, "b": 3])
    // With more patience, and on demand, all is answered.
    let patient = try await eval(["--retry-failed"])
    #expect(patient.code == 0, "\(patient.err)")
    #expect(try errors() == ["answered": 9])
    #expect(!FileManager.default.fileExists(atPath: run + "/stuck.jsonl"))
  }

  /// A retry that hangs again does not begin for ever anew.
  @Test func aRetryThatHangsAgain() async throws {
    let folder = try TemporaryFolder()
    try await slowClip(folder.path("b.mkv"))
    try folder.write("questions.jsonl", #"{"id": "b", "video": "b", "question": "What?", "answer": "x"}"# + "\n")
    for more in [[], ["--retry-failed"]] {
      let ran = try await Program.run(
        [
          "eval", "generic", "--annotations", folder.path("questions.jsonl"), "--frames", "1", "--scale", "1", "-o",
          folder.path("run"), "--decoder-seconds", Self.limit,
        ] + more)
      #expect(ran.code == 0, "\(ran.err)")
      #expect(ran.err.ranges(of: "does not stop").count == 1, "\(ran.err)")
      #expect(ran.out.contains("1 of 1 questions have no answer"), "\(ran.out)")
    }
  }
}
