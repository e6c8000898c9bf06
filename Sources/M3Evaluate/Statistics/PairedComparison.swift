import M3Core

/// Two runs on the same questions: the difference, with an interval over clips.
public struct PairedComparison: Codable, Equatable, Sendable {
  /// Mean score of the second run minus that of the first, over the questions that both have.
  public var difference: Estimate
  /// Questions on which the first, or the second, scores higher.
  public var firstBetter: Int
  public var secondBetter: Int
  /// Questions that only one run has; they do not count.
  public var onlyInFirst: Int
  public var onlyInSecond: Int
  public var replicates: Int
  public var seed: UInt64

  /// The interval does not hold zero.
  public var isClear: Bool {
    guard let low = difference.low, let high = difference.high else { return false }
    return low > 0 || high < 0
  }

  /// Compares by key.
  ///
  /// - Throws: `EvaluateError.badResults` for a key that stands twice in a run, or when no question is in both.
  public init(
    _ first: [ScoredSample], _ second: [ScoredSample], replicates: Int = ClusterBootstrap.standardReplicates,
    seed: UInt64 = 0
  ) throws(EvaluateError) {
    let left = try Self.byKey(first)
    let right = try Self.byKey(second)
    let common = left.keys.filter { right[$0] != nil }.sorted()
    guard !common.isEmpty else { throw .badResults(reason: "the runs have no question in common") }
    var sums: [String: (difference: Double, count: Double)] = [:]
    (firstBetter, secondBetter) = (0, 0)
    for key in common {
      guard let before = left[key], let after = right[key] else { continue }
      let difference = after.score - before.score
      if difference > 0 { secondBetter += 1 } else if difference < 0 { firstBetter += 1 }
      let known = sums[before.group] ?? (0, 0)
      sums[before.group] = (known.difference + difference, known.count + 1)
    }
    let rows = sums.sorted { $0.key < $1.key }.flatMap { [$0.value.difference, $0.value.count] }
    let bootstrap = ClusterBootstrap(sums: rows, width: 2)
    var generator = SeededGenerator(seed: seed)
    let mean: ([Double]) -> Double? = { MetricTable.share($0, 0, 1) }
    let interval = bootstrap.intervals([mean], replicates: replicates, using: &generator)[0]
    difference = Estimate(
      value: mean(bootstrap.total) ?? 0, low: interval?.low, high: interval?.high, count: common.count)
    onlyInFirst = left.count - common.count
    onlyInSecond = right.count - common.count
    self.replicates = replicates
    self.seed = seed
  }

  private static func byKey(_ samples: [ScoredSample]) throws(EvaluateError) -> [String: ScoredSample] {
    var found: [String: ScoredSample] = [:]
    for sample in samples where sample.outcome != .unscored {
      guard found.updateValue(sample, forKey: sample.key) == nil else {
        throw .badResults(reason: "the key \(sample.key) stands twice in one run")
      }
    }
    return found
  }
}
