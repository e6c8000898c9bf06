/// A part of a prompt as the language model reads it.
public enum PromptSegment: Sendable {
  /// Token ids, looked up in the embedding.
  case tokens([Int32])
  /// Visual tokens, which are embeddings already.
  case visual(VisualTokens)

  /// Tokens of either kind.
  public var count: Int {
    switch self {
    case .tokens(let ids): ids.count
    case .visual(let tokens): tokens.count
    }
  }
}
