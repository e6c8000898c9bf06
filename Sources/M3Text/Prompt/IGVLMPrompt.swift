/// The raw prompts of IG-VLM (imagegridworth/IG-VLM, eval_llava_openended.py and eval_llava_multiplechoice.py), which the
/// M3 paper's video results use: no template, no system sentence, spaces exactly as there.
public enum IGVLMPrompt: String, CaseIterable, Sendable {
  case vicuna7B = "7b"
  case vicuna13B = "13b"
  /// ChatML.
  case yi34B = "34b"

  /// How many options the multiple-choice prompts have: STAR 4, the other sets 5.
  public static let optionCounts = 4...5

  /// Asks for an answer that continues "In the video,".
  ///
  /// A question mark is added whatever the question ends with, as there.
  ///
  /// - Throws: `TextError.emptyQuestion`.
  public func openEnded(_ question: String) throws(TextError) -> Prompt {
    try Self.check(question)
    let task = """
      The provided image arranges keyframes from a video in a grid view. Answer concisely with overall content and \
      context of the video, highlighting any significant events, characters, or objects that appear throughout the \
      frames. Question: \(question)? 
      """
    switch self {
    case .vicuna7B, .vicuna13B:
      return [.text("USER: "), .visual, .text("\n\(task)\nASSISTANT:\nAnswer: In the video,")]
    case .yi34B:
      return Self.chat(
        system: " Answer the question. ", after: "\n\(task)", answer: "Answer: In the video,")
    }
  }

  /// Asks for a letter.
  ///
  /// - Throws: `TextError.emptyQuestion`, `.optionCount` unless there are 4 or 5 options.
  public func multipleChoice(_ question: String, _ choice: MultipleChoice) throws(TextError) -> Prompt {
    try Self.check(question)
    guard Self.optionCounts.contains(choice.options.count) else {
      throw .optionCount(found: choice.options.count, legal: Self.optionCounts)
    }
    let grid = "The provided image arranges keyframes from a video in a grid view."
    let select = "Select the correct answer from the options"
    let letters = choice.letters.joined(separator: ",")
    switch self {
    case .vicuna7B:
      return [
        .text("Select correct option to answer the question. USER: "), .visual,
        .text("\n\(grid) Question: \(question) \(options(choice)) \n\(select). \nASSISTANT:\nAnswer:"),
      ]
    case .vicuna13B:
      return [
        .text("USER: "), .visual,
        .text(
          "\n\(grid) Question: \(question)?\n \(options(choice)) \n \(select)(\(letters)). \nASSISTANT: \nAnswer:"),
      ]
    case .yi34B:
      return Self.chat(
        system: " Select correct option to answer the question.",
        after: "\n Question: \(question)? \(options(choice)) \(select). ", answer: "Answer:")
    }
  }

  /// The answer in a model's output, as IG-VLM takes it: what follows the last `ASSISTANT:`, without spaces around it.
  public static func answer(in output: String) -> String {
    let scalars = output.unicodeScalars
    var start = scalars.startIndex
    var rest = Substring(output)
    while let range = rest.range(ofScalars: "ASSISTANT:") {
      start = range.upperBound
      rest = output[start...]
    }
    return String(output[start...].trimmedScalars)
  }

  /// The options on one line as `A:one. B:two.`; the 34B prompt has a space before its fifth option.
  private func options(_ choice: MultipleChoice) -> String {
    zip(choice.letters, choice.options).map { letter, option in
      "\(letter):\(self == .yi34B && letter == "E" ? " " : "")\(option)."
    }.joined(separator: " ")
  }

  private static func chat(system: String, after: String, answer: String) -> Prompt {
    [
      .marker(.turnBegin), .text("system\n\(system)"), .marker(.turnEnd), .text("\n"),
      .marker(.turnBegin), .text("user\n "), .visual, .text(after), .marker(.turnEnd), .text("\n"),
      .marker(.turnBegin), .text("assistant\n\(answer)"),
    ]
  }

  private static func check(_ question: String) throws(TextError) {
    if question.allSatisfy(\.isWhitespace) { throw .emptyQuestion(turn: 0) }
  }
}
