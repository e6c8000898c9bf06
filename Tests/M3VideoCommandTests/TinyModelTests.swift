import M3TestSupport
import Testing

/// The shipped model answers truthfully about its own world, under plans that show what is asked.
@Suite struct TinyModelTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let clip: String
    let question: String
    let frames: Int
    let scale: Int
    let answer: String
    var options: [String] = []

    var testDescription: String { "\(clip), \(frames)x\(scale): \(question)" }
  }

  static let cases = [
    Case(clip: "ring", question: "what color is the flash?", frames: 96, scale: 1, answer: "yellow"),
    Case(clip: "cross", question: "what color is the flash?", frames: 96, scale: 1, answer: "cyan"),
    Case(clip: "cross", question: "what color is the flash?", frames: 5, scale: 576, answer: "no flash"),
    Case(clip: "ring", question: "what does line two say?", frames: 5, scale: 576, answer: "6 A 3 J T"),
    Case(clip: "cross", question: "what does line two say?", frames: 5, scale: 576, answer: "4 E A T H"),
    Case(clip: "cross", question: "which way does something move?", frames: 96, scale: 9, answer: "right"),
    Case(clip: "circle", question: "how many times does it flash?", frames: 96, scale: 1, answer: "two"),
    Case(clip: "circle", question: "what color is the object that moves?", frames: 96, scale: 9, answer: "purple"),
    Case(clip: "circle", question: "what color is the flash after the cyan one?", frames: 96, scale: 1, answer: "pink"),
    Case(clip: "four-flashes", question: "what color is the last flash?", frames: 96, scale: 1, answer: "red"),
    Case(clip: "four-flashes", question: "where is the red object?", frames: 1, scale: 36, answer: "bottom left"),
    Case(
      clip: "cross", question: "what happens?", frames: 96, scale: 9,
      answer: "the purple cross moves right on a gray background and it flashes one time."),
  ]

  @Test(arguments: cases) func answers(about example: Case) async throws {
    let ran = try await ask(example)
    #expect(ran.code == 0, "\(ran.err)")
    #expect(ran.out == "\(example.answer)\n")
  }

  /// Options are chosen by likelihood, as its configuration says: it has not learnt to name letters.
  @Test(arguments: [
    Case(
      clip: "ring", question: "what color is the flash?", frames: 96, scale: 1, answer: "yellow",
      options: ["cyan", "yellow", "no flash"]),
    Case(
      clip: "ring", question: "what color is the flash?", frames: 5, scale: 576, answer: "no flash",
      options: ["cyan", "yellow", "no flash"]),
    Case(
      clip: "ring", question: "what does line two say?", frames: 5, scale: 576, answer: "6 A 3 J T",
      options: ["6 X V 7 X", "T T T T J", "6 A 3 J T"]),
    Case(
      clip: "cross", question: "which way does something move?", frames: 96, scale: 9, answer: "right",
      options: ["up", "right", "left", "down"]),
  ]) func chooses(in example: Case) async throws {
    let ran = try await ask(example)
    #expect(ran.code == 0, "\(ran.err)")
    #expect(ran.out.hasPrefix("\(example.answer)\n"), "\(ran.out)")
  }

  private func ask(_ example: Case) async throws -> Program.Ran {
    try await Program.run(
      [
        "ask", "\(Samples.clips)/\(example.clip).mp4", example.question, "--frames", "\(example.frames)", "--scale",
        "\(example.scale)", "--quiet", "--cache-disk", "0",
      ] + example.options.flatMap { ["--choice", $0] })
  }
}
