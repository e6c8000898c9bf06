import Foundation
import M3Core
import M3TestSupport
import Testing

/// The reference's answers through the command line, and the record that `--json` prints.
@Suite struct AskGoldenTests {
  static let question = GoldenAnswer.question

  @Test(arguments: GoldenAnswer.models, GoldenAnswer.scales) func streams(model: String, scale: Int) async throws {
    let golden = try GoldenAnswer.stream(model, scale: scale)
    let ran = try await Program.run([
      "ask", Samples.clip(model), Self.question, "--model", golden.folder, "--frames", "3", "--scale", "\(scale)",
      "--max-tokens", "16", "--json",
    ])
    let answer = try check(ran, golden)
    #expect(
      answer.frames
        == (0..<3).map {
          FramePlan.Slot(index: $0, time: Double($0), scale: VisualScale(rawValue: scale) ?? .tokens4)
        })
    #expect(answer.layout == .stream && answer.nominalTokens == 3 * scale)
  }

  /// Kernels without any vector instructions give the same answers.
  @Test(arguments: GoldenAnswer.models) func portableKernels(model: String) async throws {
    let golden = try GoldenAnswer.stream(model, scale: 36)
    let ran = try await Program.run(
      [
        "ask", Samples.clip(model), Self.question, "--model", golden.folder, "--frames", "3", "--scale", "36",
        "--max-tokens", "16", "--json",
      ], environment: ["M3_CPU": "portable"])
    try check(ran, golden)
  }

  @Test(arguments: ["llavanext", "original"], [9, 144]) func pictures(model: String, scale: Int) async throws {
    let golden = try GoldenAnswer.anyres(model, scale: scale)
    let ran = try await Program.run([
      "ask", Samples.wide(model), Self.question, "--model", golden.folder, "--layout", "grid", "--scale", "\(scale)",
      "--max-tokens", "16", "--json",
    ])
    let answer = try check(ran, golden)
    #expect(answer.layout == .grid && answer.frames.map(\.time) == [0])
  }

  @Test(arguments: GoldenAnswer.models) func scalePerFrame(model: String) async throws {
    let folder = try TemporaryFolder()
    let plan = try folder.write(
      "plan.json",
      #"{"frames": [{"time": 0, "scale": 576}, {"time": 1, "scale": 1}, {"index": 2, "scale": 36}]}"#)
    let golden = try GoldenAnswer.mixed(model)
    let ran = try await Program.run([
      "ask", Samples.clip(model), Self.question, "--model", golden.folder, "--plan", plan, "--max-tokens", "16",
      "--json",
    ])
    #expect(try check(ran, golden).frames.map(\.scale.tokens) == [576, 1, 36])
  }

  /// Text on standard output, and nothing but it.
  @Test func plainText() async throws {
    let golden = try GoldenAnswer.stream("llava15", scale: 144)
    let ran = try await Program.run([
      "ask", Samples.clip("llava15"), Self.question, "--model", golden.folder, "--frames", "3", "--scale", "144",
      "--max-tokens", "16",
    ])
    #expect(ran.code == 0)
    #expect(ran.out == "ffffffffffffffff\n")
    let err = ran.err.split(separator: "\n")
    #expect(err.first?.hasPrefix("plan: 3 frames x 144 tokens as a stream: 432 of 2880 visual tokens") == true)
    #expect(err.last == "warning: the answer was cut at 16 tokens; see --max-tokens")
    #expect(err.count == 2)
  }

  @discardableResult
  private func check(_ ran: Program.Ran, _ golden: GoldenAnswer) throws -> Answer {
    #expect(ran.code == 0, "\(ran.err)")
    #expect(ran.out.hasSuffix("}\n") && ran.out.count { $0 == "\n" } == 1)
    let answer = try JSONDecoder.m3.decode(Answer.self, from: Data(ran.out.utf8))
    if golden.isCertain { #expect(answer.tokens == golden.ids) }
    #expect(answer.visualTokens == golden.visualTokens)
    #expect(answer.model.name == golden.folder && answer.model.hash.count == 64)
    let object = try ran.object()
    #expect(Self.keys(object).allSatisfy { $0.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil })
    let seconds = try #require(object["seconds"] as? [String: Double])
    #expect(Set(seconds.keys).subtracting(["overlapped"]) == Set(Stage.allCases.map(\.rawValue) + ["total"]))
    for key in ["answer", "tokens", "visual_tokens", "frames", "layout", "seconds", "model"] {
      #expect(object[key] != nil, "\(key)")
    }
    return answer
  }

  /// The keys of all objects in a JSON value.
  private static func keys(_ value: Any) -> [String] {
    switch value {
    case let object as [String: Any]: Array(object.keys) + object.values.flatMap { keys($0) }
    case let list as [Any]: list.flatMap { keys($0) }
    default: []
    }
  }
}
