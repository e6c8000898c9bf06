import M3Core
import M3Text

/// A question as token ids, with the place of the visual tokens, checked against the model's context before any work.
struct PreparedPrompt {
  let parts: [PromptPart]
  /// The options of a multiple choice question.
  let choice: MultipleChoice?

  init(_ request: AskRequest, tokenizer: Tokenizer) throws(TextError) {
    choice = request.question.choices.isEmpty ? nil : try MultipleChoice(request.question.choices)
    parts = try tokenizer.parts(of: request.prompt.prompt(request.question.text, choice: choice))
  }

  /// Tokens that are not visual.
  var textTokens: Int {
    parts.reduce(0) { count, part in
      guard case .tokens(let ids) = part else { return count }
      return count + ids.count
    }
  }

  /// - Throws: `EngineError.contextOverflow` if prompt and answer do not fit.
  func check(visual: Int, answer: Int, context: Int) throws(EngineError) {
    guard answer <= context - visual - textTokens else {
      throw .contextOverflow(visual: visual, text: textTokens, answer: answer, context: context)
    }
  }
}
