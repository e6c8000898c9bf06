import Foundation
import M3TestSupport
import Subprocess
import Testing

/// Hugging Face transformers reads the shipped model, written by `m3-video train`, and answers as the program does.
@Suite struct TransformersTests {
  private struct Case {
    let clip: String
    let frames: Int
    let scale: Int
    let question: String
  }

  private static let cases = [
    Case(clip: "ring", frames: 5, scale: 576, question: "what does line two say?"),
    Case(clip: "ring", frames: 96, scale: 1, question: "what color is the flash?"),
    Case(clip: "cross", frames: 24, scale: 9, question: "which way does something move?"),
    Case(clip: "circle", frames: 8, scale: 36, question: "what happens?"),
    Case(clip: "four-flashes", frames: 4, scale: 144, question: "what color is the background?"),
  ]

  @Test(
    .enabled(
      "Python has no transformers, torch, sentencepiece, protobuf and Pillow (M3_PYTHON names another interpreter)"
    ) { await Python.reads(["torch", "transformers", "sentencepiece", "google.protobuf", "PIL"]) })
  func answersAreTheSame() async throws {
    let folder = try TemporaryFolder()
    var asked: [[String: any Sendable]] = []
    var ours: [String] = []
    for (number, one) in Self.cases.enumerated() {
      let clip = "\(Samples.clips)/\(one.clip).mp4"
      let crops = folder.path("\(number)")
      let written = try await Program.run(["frames", clip, "--frames", "\(one.frames)", "--crops", "-o", crops])
      #expect(written.code == 0, "\(written.err)")
      asked.append(["crops": crops, "scale": one.scale, "question": one.question])
      let ran = try await Program.run([
        "ask", clip, one.question, "--frames", "\(one.frames)", "--scale", "\(one.scale)", "--precision", "float32",
        "--cache-disk", "0", "--quiet",
      ])
      #expect(ran.code == 0, "\(ran.err)")
      ours.append(ran.out.trimmingCharacters(in: .newlines))
    }
    let cases = String(decoding: try JSONSerialization.data(withJSONObject: asked), as: UTF8.self)
    let script = #filePath.replacing("M3VideoCommandTests/TransformersTests.swift", with: "Transformers/answers.py")
    let ran = try await Subprocess.run(
      .name("env"), arguments: [Python.path, script, "\(Samples.models)/m3-tiny", cases], input: .none,
      output: .string(limit: 1 << 16),
      error: .string(limit: 1 << 20))
    #expect(ran.terminationStatus.isSuccess, "\(ran.standardError)")
    let theirs = try JSONSerialization.jsonObject(with: Data(ran.standardOutput.utf8)) as? [String]
    #expect(theirs == ours)
  }
}

/// The interpreter that tests compare with.
private enum Python {
  static let path = ProcessInfo.processInfo.environment["M3_PYTHON"] ?? "python3"

  /// Whether these packages are installed.
  static func reads(_ names: [String]) async -> Bool {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    let ran = try? await Subprocess.run(
      .name("env"),
      arguments: [path, "-c", "import importlib.util as u; assert all(u.find_spec(n) for n in [\(list)])"],
      input: .none, output: .discarded, error: .discarded)
    return ran?.terminationStatus.isSuccess == true
  }
}
