public import M3Core
public import M3Engine
public import M3Text

/// How a record becomes a question for the engine: the words of its dataset's protocol.
public struct QuestionWording: Sendable {
  public let prompt: PromptForm
  public let scoring: OptionScoring
  public let parser: ChoiceParser
  /// What the prompt's words are put into.
  public let style: PromptStyle

  /// - Parameters:
  ///   - prompt: the protocol's words.
  ///   - style: the template around them; IG-VLM's forms are complete and bring their own.
  ///   - parser: how letters are read; nil for IG-VLM's published rules under its forms, and strictly else.
  public init(prompt: PromptForm, style: PromptStyle, scoring: OptionScoring = .letter, parser: ChoiceParser? = nil) {
    self.prompt = prompt
    self.scoring = scoring
    self.style = prompt.completeStyle ?? style
    if case .igvlm = self.style { self.parser = parser ?? .igvlm } else { self.parser = parser ?? .strict }
  }

  /// The question with its options, and whether its text says already all that the prompt is to say of them.
  func question(_ record: QuestionRecord) -> (question: Question, wording: ChoiceWording) {
    if case .igvlm = style {
      return (
        Question(text: record.question, choices: record.choices), scoring == .likelihood ? .given : .lettered
      )
    }
    return (Question(text: text(record), choices: record.choices), .given)
  }

  private func text(_ record: QuestionRecord) -> String {
    guard !record.choices.isEmpty else { return openForm.text(for: record) }
    switch scoring {
    case .letter: return choiceForm(record).text(for: record)
    case .likelihood:
      let context = record.extra["context"].map { $0 + "\n" } ?? ""
      return context + PromptForm.shortAnswer.text(question: record.question)
    }
  }

  /// A form that shows options serves open questions of the same dataset without them.
  private var openForm: PromptForm { prompt == .letter || prompt == .letterOfSeveral ? .shortAnswer : prompt }

  /// A form for open questions does not show options; those who have some get their letters and a letter sentence,
  /// unless the question as it stands names them all itself.
  private func choiceForm(_ record: QuestionRecord) -> PromptForm {
    switch prompt {
    case .shortAnswer, .singleWord, .shortOrUnanswerable, .mmmuOpen: .letter
    case .verbatim: record.choices.allSatisfy { record.question.contains($0) } ? .verbatim : .letter
    default: prompt
    }
  }
}

extension PromptForm {
  /// IG-VLM's raw prompt that this form is.
  fileprivate var completeStyle: PromptStyle? {
    switch self {
    case .igvlmOpen, .igvlmChoice: .igvlm(.vicuna7B)
    case .igvlmChoice13B: .igvlm(.vicuna13B)
    default: nil
    }
  }
}
