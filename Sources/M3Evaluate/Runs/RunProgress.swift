/// How far a run is.
public struct RunProgress: Equatable, Sendable {
  /// Answers that are there, and of them those that an earlier session gave.
  public internal(set) var done = 0
  public internal(set) var kept = 0
  public internal(set) var total = 0
  /// Without an answer.
  public internal(set) var failed = 0
  public internal(set) var unparsed = 0
  /// The clip that is being asked about.
  public internal(set) var clip = ""
  private var sum = 0.0
  private var scored = 0

  /// The mean score so far; nil before the first.
  public var accuracy: Double? { scored > 0 ? sum / Double(scored) : nil }

  mutating func take(_ sample: RunSample) {
    done += 1
    if sample.outcome == .failed { failed += 1 }
    if sample.outcome == .unparsed { unparsed += 1 }
    if sample.outcome != .unscored {
      sum += sample.score
      scored += 1
    }
  }
}
