/// The most visual tokens that a prompt may hold, counted as actual tokens; never exceeded.
public struct TokenBudget: Hashable, Sendable {
  /// At least 1.
  public let tokens: Int

  /// - Throws: `CoreError.illegalBudget` for a budget below one token.
  public init(tokens: Int) throws(CoreError) {
    guard tokens >= 1 else { throw .illegalBudget(found: tokens) }
    self.tokens = tokens
  }

  /// Five crops of 576 tokens, what LLaVA-NeXT spends on a picture and the M3 paper on a video (table 3).
  public static let standard = TokenBudget(unchecked: 2880)

  private init(unchecked tokens: Int) { self.tokens = tokens }
}
