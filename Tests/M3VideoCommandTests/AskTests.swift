import Foundation
import M3TestSupport
import Testing

/// What `ask` takes, and in which ways it answers.
@Suite struct AskTests {
  private static let model = Goldens.path("llava15")

  private func ask(_ words: [String], input: String? = nil) async throws -> [String: Any] {
    let ran = try await Program.run(
      ["ask"] + words + ["--model", Self.model, "--max-tokens", "4", "--json"], input: input)
    #expect(ran.code == 0, "\(ran.err)")
    return try ran.object()
  }

  @Test(arguments: ["strict", "igvlm"]) func multipleChoice(parser: String) async throws {
    let answer = try await ask([
      Samples.clip("llava15"), "Which animal?", "--choice", "A dog", "--choice", "A cat", "--parser", parser,
    ])
    let options = try #require(answer["options"] as? [[String: Any]])
    #expect(options.compactMap { $0["letter"] as? String } == ["A", "B"])
    #expect(options.compactMap { $0["text"] as? String } == ["A dog", "A cat"])
    let sum = options.compactMap { $0["probability"] as? Double }.reduce(0, +)
    #expect(abs(sum - 1) < 1e-6)
  }

  /// Probabilities are printed under the answer; an answer without a letter is called unparsed.
  @Test func multipleChoiceAsText() async throws {
    let ran = try await Program.run([
      "ask", Samples.clip("llava15"), "Which animal?", "--choice", "A dog", "--choice", "A\u{1B}[31m cat", "--model",
      Self.model, "--frames", "3", "--scale", "576", "--max-tokens", "4",
    ])
    let lines = ran.out.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].wholeMatch(of: /A +\d+\.\d%  A dog/) != nil, "\(lines[1])")
    #expect(lines[2].wholeMatch(of: /B +\d+\.\d%  A\\u\{1B\}\[31m cat/) != nil, "\(lines[2])")
    #expect(ran.err.contains("warning: the answer names no single option; it counts as unparsed\n"))
  }

  @Test(arguments: ["What happens?", "What happens?\n", "\nWhat happens?\r\n\n"])
  func questionFromStandardInput(input: String) async throws {
    let answer = try await ask([Samples.clip("llava15"), "-"], input: input)
    #expect(answer["question"] as? String == "What happens?")
  }

  @Test func questionsThatAreNoText() async throws {
    let folder = try TemporaryFolder()
    let bytes = try folder.write("bytes", [0xFF, 0xFE, 0x41])
    let long = try folder.write("long", String(repeating: "what ", count: 300_000))
    for (file, cause) in [(bytes, "not text in UTF-8"), (long, "longer than"), ("/dev/null", "empty")] {
      let ran = try await Program.run(["ask", Samples.movie, "-"], redirect: "<\(file)")
      #expect(ran.code == 1 && ran.out.isEmpty)
      #expect(ran.error?.message.contains(cause) == true, "\(ran.err)")
    }
  }

  /// A plan that `plan --json` printed gives the same frames.
  @Test func plansComeBack() async throws {
    let folder = try TemporaryFolder()
    for layout in ["stream", "grid"] {
      let planned = try await Program.run([
        "plan", Samples.movie, "--budget", "700", "--layout", layout, "--model", Self.model, "--json",
      ])
      let file = try folder.write("\(layout).json", planned.out)
      let answer = try await ask([Samples.movie, "What?", "--plan", file])
      let plan = try planned.object()
      #expect(answer["frames"] as? [[String: Double]] == plan["frames"] as? [[String: Double]])
      #expect(answer["layout"] as? String == layout)
      #expect(answer["visual_tokens"] as? Int == plan["visual_tokens"] as? Int)
    }
  }

  /// Stills in the order given, and a folder of them in the order of their names, are one clip.
  @Test func stills() async throws {
    let folder = try TemporaryFolder()
    try folder.copy(Goldens.path("Pictures/llava15.wide.png"), as: "2.png")
    try folder.copy(Goldens.path("Pictures/llava15.pad.png"), as: "10.png")
    try folder.copy(Goldens.path("Pictures/llava15.crop.png"), as: "1.png")
    let two = try await ask([folder.path("10.png"), folder.path("2.png"), "What?"])
    #expect((two["frames"] as? [[String: Double]])?.compactMap { $0["time"] } == [0, 1])
    #expect(two["clip"] as? [String] == [folder.path("10.png"), folder.path("2.png")])
    let all = try await ask([folder.path, "What?"])
    #expect((all["frames"] as? [Any])?.count == 3)
    let inOrder = try await ask([folder.path("1.png"), folder.path("2.png"), folder.path("10.png"), "What?"])
    #expect(all["tokens"] as? [Int] == inOrder["tokens"] as? [Int])
  }

  @Test func sampling() async throws {
    let words = [Samples.clip("llava15"), "What?", "--temperature", "2", "--seed", "18446744073709551615"]
    let first = try await ask(words)
    #expect(first["seed"] as? UInt64 == .max)
    #expect(try await ask(words)["tokens"] as? [Int] == first["tokens"] as? [Int])
  }

  /// With `--quiet` there is nothing but the answer.
  @Test func quiet() async throws {
    let ran = try await Program.run(["ask", Samples.movie, "What?", "-q", "--frames", "1", "--max-tokens", "2"])
    #expect(ran.code == 0 && ran.err.isEmpty && ran.out.hasSuffix("\n"))
  }

  /// Damage is told on standard error, and counted in the record.
  @Test func damage() async throws {
    let folder = try TemporaryFolder()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: Samples.movie))
    let media = try #require(bytes.range(of: Data("mdat".utf8)))
    for i in media.upperBound + 4000..<media.upperBound + 4060 { bytes[i] = 0xFF }
    let clip = try folder.write("damaged.mp4", bytes)
    let ran = try await Program.run([
      "ask", clip, "What?", "--frames", "30", "--scale", "1", "--max-tokens", "2", "--json",
    ])
    let answer = try ran.object()
    let damaged = try #require(answer["damaged_frames"] as? Int)
    #expect(damaged > 0)
    #expect(ran.err.contains("frames seen, \(damaged) are damaged\n"), "\(ran.err)")
  }
}
