import M3Core
import M3Text

/// Writes questions and answers as token ids, the way that answering reads them (`Tokenizer.parts(of:)`).
struct PromptWriter: Sendable {
  let tokenizer: Tokenizer
  let template: ConversationTemplate

  init(_ tokenizer: Tokenizer, template: ConversationTemplate = .standard) {
    self.tokenizer = tokenizer
    self.template = template
  }

  /// The text before the visual tokens, begin token included.
  func before() throws(TextError) -> [Int32] {
    let parts = try tokenizer.parts(of: Conversation(template: template).prompt(asking: "?"))
    guard case .tokens(let ids)? = parts.first else { return [] }
    return ids
  }

  /// One exchange or several, behind the visual tokens; answers and their end tokens are supervised.
  ///
  /// - Parameter visual: false for a conversation without a clip, which then holds all text but the begin token.
  func segment(
    _ exchanges: [Conversation.Exchange], weighting: TrainingStage.Weighting, kind: String, visual: Bool = true
  ) throws(TextError) -> TrainingSample.Segment {
    var tokens: [Int32] = []
    var weights: [Float] = []
    for (turn, exchange) in exchanges.enumerated() {
      var question = try ids(before: exchange, after: Array(exchanges[..<turn]), visual)
      question = Array(question.dropFirst(tokens.count))
      let answer = try tokenizer.encode(exchange.answer) + [tokenizer.endID].compactMap { $0 }
      tokens += question + answer
      weights += question.map { _ in 0 }
      weights += answer.map { _ in weighting == .question ? 1 / Float(answer.count) : 1 }
    }
    return TrainingSample.Segment(tokens: tokens, weights: weights, kind: kind)
  }

  /// All ids behind the visual tokens up to where the answer to a question begins.
  private func ids(
    before exchange: Conversation.Exchange, after exchanges: [Conversation.Exchange], _ visual: Bool
  ) throws(TextError) -> [Int32] {
    let conversation = Conversation(template: template, exchanges: exchanges)
    let parts = try tokenizer.parts(of: conversation.prompt(asking: exchange.question, visual: visual))
    guard case .tokens(let ids)? = parts.last else { return [] }
    return visual || tokenizer.beginID == nil ? ids : Array(ids.dropFirst())
  }
}
