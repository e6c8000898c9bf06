import M3Core
import M3Text

/// A question as token ids around the visual tokens, checked against the model's context before any work.
struct PreparedPrompt {
  /// Ids before the visual tokens; the same for every question with one style.
  let before: [Int32]
  /// Ids after them.
  let after: [Int32]
  /// The options of a multiple choice question.
  let choice: MultipleChoice?

  init(_ request: AskRequest, tokenizer: Tokenizer) throws {
    let isGiven = request.wording == .given || request.scoring == .likelihood
    choice =
      request.question.choices.isEmpty
      ? nil : try MultipleChoice(request.question.choices, allowingDuplicates: request.allowsRepeatedOptions)
    let prompt = try request.prompt.prompt(
      request.question.text, choice: isGiven ? nil : choice, after: request.exchanges)
    let parts = try tokenizer.parts(of: prompt)
    guard let place = parts.firstIndex(of: .visual) else { throw EngineError.noPlaceForVisualTokens }
    before = parts[..<place].flatMap(\.ids)
    after = parts[(place + 1)...].flatMap(\.ids)
  }

  /// Tokens that are not visual.
  var textTokens: Int { before.count + after.count }

  /// - Throws: `EngineError.contextOverflow` if prompt and answer do not fit.
  func check(visual: Int, answer: Int, context: Int) throws(EngineError) {
    guard answer <= context - visual - textTokens else {
      throw .contextOverflow(visual: visual, text: textTokens, answer: answer, context: context)
    }
  }
}

extension PromptPart {
  fileprivate var ids: [Int32] {
    switch self {
    case .tokens(let ids): ids
    case .visual: []
    }
  }
}
