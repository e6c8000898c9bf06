/// How the next token is chosen.
public struct Sampling: Equatable, Codable, Sendable {
  /// Divides the scores; 0 takes the best token always (greedy).
  public var temperature: Double
  /// Only the likeliest tokens that together have this probability are considered; 1 means all.
  public var topP: Double
  /// Of the random numbers.
  public var seed: UInt64

  /// - Precondition: `temperature` is not negative, `topP` is above 0 and at most 1.
  public init(temperature: Double, topP: Double = 1, seed: UInt64 = 0) {
    precondition(temperature >= 0 && topP > 0 && topP <= 1, "temperature \(temperature), top-p \(topP)")
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
  }

  /// The best token always.
  public static let greedy = Sampling(temperature: 0)
}
