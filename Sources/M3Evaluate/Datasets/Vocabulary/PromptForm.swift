public import M3Core
import M3Text

/// How a question is put to the model, in the exact words of the protocol that a dataset is scored under.
///
/// The words are data (m3.md 2.7 and 3.4: haotian-liu/LLaVA's evaluation scripts, lmms-eval, imagegridworth/IG-VLM).
public enum PromptForm: String, CaseIterable, Codable, Sendable {
  /// The question as it stands: LLaVA's files bring their instructions with them.
  case verbatim
  /// A word or phrase (LLaVA-1.5's short answers).
  case shortAnswer = "short-answer"
  /// One word (ChartQA in lmms-eval).
  case singleWord = "single-word"
  /// A word or phrase, or `Unanswerable` (VizWiz).
  case shortOrUnanswerable = "short-or-unanswerable"
  /// Lettered options, then the letter sentence.
  case letter
  /// Context, question, "There are several options:", lettered options, the letter sentence (MMBench in lmms-eval).
  case letterOfSeveral = "letter-of-several"
  /// MMMU's open questions.
  case mmmuOpen = "mmmu-open"
  /// IG-VLM's open questions for the 7B model: a complete prompt.
  case igvlmOpen = "igvlm-open"
  /// IG-VLM's multiple choice for the 7B model: a complete prompt.
  case igvlmChoice = "igvlm-choice"
  /// IG-VLM's multiple choice for the 13B model: a complete prompt.
  case igvlmChoice13B = "igvlm-choice-13b"

  /// How options are written out.
  enum ChoiceStyle {
    /// `A. dog`, each on its own line.
    case lines
    /// `A:dog. B:cat.` on one line.
    case inline
  }

  /// `{question}`, `{choices}`, `{letters}` and `{context}` are filled in; `{context}` brings its own line end.
  var template: (text: String, choices: ChoiceStyle) {
    let letterSentence = MultipleChoice.instruction
    let short = ShortAnswer.instruction
    let grid = "USER: <image>\nThe provided image arranges keyframes from a video in a grid view. "
    switch self {
    case .verbatim: return ("{question}", .lines)
    case .shortAnswer: return ("{question}\n\(short)", .lines)
    case .singleWord: return ("{question}\nAnswer the question with a single word.", .lines)
    case .shortOrUnanswerable:
      return (
        "{question}\nWhen the provided information is insufficient, respond with 'Unanswerable'.\n\(short)", .lines
      )
    case .letter: return ("{context}{question}\n{choices}\n\(letterSentence)", .lines)
    case .letterOfSeveral:
      return ("{context}{question}\nThere are several options:\n{choices}\n\(letterSentence)", .lines)
    case .mmmuOpen: return ("{question}\n\n\(short)", .lines)
    case .igvlmOpen:
      return (
        grid + "Answer concisely with overall content and context of the video, highlighting any significant events, "
          + "characters, or objects that appear throughout the frames. Question: {question}? \nASSISTANT:\n"
          + "Answer: In the video,", .inline
      )
    case .igvlmChoice:
      return (
        "Select correct option to answer the question. " + grid
          + "Question: {question} {choices} \nSelect the correct answer from the options. \nASSISTANT:\nAnswer:",
        .inline
      )
    case .igvlmChoice13B:
      return (
        grid + "Question: {question}?\n {choices} \n Select the correct answer from the options({letters}). \n"
          + "ASSISTANT: \nAnswer:", .inline
      )
    }
  }

  /// The text holds roles and `<image>` itself and goes to the model without a conversation template.
  public var isComplete: Bool {
    switch self {
    case .igvlmOpen, .igvlmChoice, .igvlmChoice13B: true
    default: false
    }
  }

  /// The words for a record; its `context` (hint) is taken from `extra`.
  public func text(for record: QuestionRecord) -> String {
    text(question: record.question, choices: record.choices, context: record.extra["context"])
  }

  /// The words for a question; nothing inside the question or the options is taken for a placeholder.
  public func text(question: String, choices: [String] = [], context: String? = nil) -> String {
    let (text, style) = template
    let letters = choices.indices.map { Self.letter($0) }
    var out = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      out += rest[..<open]
      switch rest[rest.index(after: open)..<close] {
      case "question": out += question
      case "context": out += context.map { $0 + "\n" } ?? ""
      case "letters": out += letters.joined(separator: ",")
      default:
        switch style {
        case .lines:
          out += choices.indices.map { "\(letters[$0]). \(choices[$0])" }.joined(separator: "\n")
        case .inline:
          out += choices.indices.map { "\(letters[$0]):\(choices[$0])." }.joined(separator: " ")
        }
      }
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  /// `A` for 0.
  static func letter(_ index: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "A") + UInt8(clamping: min(index, 25))))
  }
}
