/// One question's score under one metric, with all that the sums over questions need.
public struct ScoredSample: Codable, Equatable, Sendable {
  public var key: String
  /// The clip: intervals draw clips, not questions.
  public var group: String
  /// The parts that the question counts in, for instance `TN` and `T`.
  public var labels: [String]
  /// 0...1; 0 unless `outcome` is `read`.
  public var score: Double
  public var outcome: SampleOutcome
  /// For yes-or-no metrics: what was said, and what is true.
  public var said: Bool?
  public var truth: Bool?
  /// Samples of one unit are right together or not at all (MMBench's rotations, MME's pictures).
  public var unit: String?

  public init(
    key: String, group: String, labels: [String] = [], score: Double, outcome: SampleOutcome = .read,
    said: Bool? = nil, truth: Bool? = nil, unit: String? = nil
  ) {
    self.key = key
    self.group = group
    self.labels = labels
    self.score = score
    self.outcome = outcome
    self.said = said
    self.truth = truth
    self.unit = unit
  }
}
