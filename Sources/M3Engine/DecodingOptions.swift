public import M3Model

/// How long an answer may be, and how its tokens are chosen.
public struct DecodingOptions: Equatable, Sendable {
  /// The most tokens of an answer.
  public var maxTokens: Int
  public var sampling: Sampling

  /// - Precondition: `maxTokens >= 1`.
  public init(maxTokens: Int = 512, sampling: Sampling = .greedy) {
    precondition(maxTokens >= 1, "an answer has at least one token")
    self.maxTokens = maxTokens
    self.sampling = sampling
  }
}
