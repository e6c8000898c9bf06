/// Questions and answers about one clip so far, and the template they are written with.
public struct Conversation: Equatable, Sendable {
  /// What stands before the first turn.
  public enum System: Equatable, Sendable {
    /// The text that the template is trained with.
    case standard
    /// Nothing, not even the separator after it.
    case none
    case text(String)
  }

  /// A question that has been answered.
  public struct Exchange: Equatable, Sendable {
    public var question: String
    public var answer: String

    public init(question: String, answer: String) {
      self.question = question
      self.answer = answer
    }
  }

  public var template: ConversationTemplate
  public var system: System
  /// In order; the first question holds the visual tokens.
  public var exchanges: [Exchange]

  public init(template: ConversationTemplate = .standard, system: System = .standard, exchanges: [Exchange] = []) {
    self.template = template
    self.system = system
    self.exchanges = exchanges
  }

  /// The prompt whose continuation is the answer to a new question.
  ///
  /// The visual tokens and a line break stand before the first question. Everything up to them is the same for every
  /// question about a clip.
  ///
  /// - Parameters:
  ///   - question: plain text; an empty one is possible only for `plain` with visual tokens, which then captions.
  ///   - visual: false for a conversation without a clip.
  /// - Throws: `TextError.emptyQuestion`.
  public func prompt(asking question: String, visual: Bool = true) throws(TextError) -> Prompt {
    let questions = exchanges.map(\.question) + [question]
    for (turn, text) in questions.enumerated() where text.allSatisfy(\.isWhitespace) {
      guard template == .plain, visual, turn == 0 else { throw .emptyQuestion(turn: turn) }
    }
    var prompt = opening
    for (turn, text) in questions.enumerated() {
      var message = Prompt()
      if turn == 0, visual { message = [.visual, .text(text.isEmpty ? "" : "\n")] }
      message += text
      add(question: message, turn: turn, to: &prompt)
      if turn < exchanges.count { add(answer: exchanges[turn].answer, to: &prompt) } else { addRole(to: &prompt) }
    }
    return prompt
  }

  /// The system text in use; nil for none.
  var systemText: String? {
    switch system {
    case .standard: template.standardSystem
    case .none: nil
    case .text(let text): text.isEmpty ? nil : text
    }
  }
}
