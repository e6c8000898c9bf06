import M3Core
public import M3Text

/// How the prompt around the visual tokens is written.
public enum PromptStyle: Equatable, Sendable {
  /// A chat template that a checkpoint is trained with; `system` replaces the template's own text.
  case conversation(ConversationTemplate, system: Conversation.System = .standard)
  /// IG-VLM's raw prompts, for numbers comparable with the paper's.
  case igvlm(IGVLMPrompt)

  public static let standard = PromptStyle.conversation(.standard)

  /// The prompt of a question; `choice` holds its options if it has any.
  func prompt(_ question: String, choice: MultipleChoice?) throws(TextError) -> Prompt {
    switch self {
    case .conversation(let template, let system):
      return try Conversation(template: template, system: system).prompt(
        asking: choice.map { $0.question(question) } ?? question)
    case .igvlm(let form):
      guard let choice else { return try form.openEnded(question) }
      return try form.multipleChoice(question, choice)
    }
  }

  /// Texts that end an answer beside the model's own end token.
  var stopStrings: [String] {
    switch self {
    case .conversation(let template, _): template.stopStrings
    case .igvlm: []
    }
  }

  /// Tokens that end an answer, as far as the vocabulary has them.
  func stopTokens(_ tokenizer: Tokenizer) -> Set<Int32> {
    var tokens = Set([tokenizer.endID].compactMap { $0 })
    if case .conversation(let template, _) = self {
      tokens.formUnion(template.stopMarkers.compactMap { tokenizer.id(of: $0) })
    }
    return tokens
  }
}
