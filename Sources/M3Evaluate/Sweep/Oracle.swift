import M3Core

/// What could be had if each question got its smallest sufficient plan, and how much of that chance alone would give.
public struct Oracle: Codable, Equatable, Sendable {
  /// Share of the questions that some plan answers; for graded scores the mean of the best ones.
  public var accuracy: Estimate
  /// Mean cost, unsolved questions counted with 1 token.
  public var tokens: Estimate
  public var cost: SweepCost
  public var unsolved: Int
  /// The plan that is best for all questions together.
  public var bestPlan: SweepPlan
  public var bestAccuracy: Estimate
  /// Oracle minus best single plan; in each draw of clips the best plan is chosen anew.
  public var gain: Estimate
  /// The gain that independent answers would show.
  public var chance: ChanceGain
  public var replicates: Int
  public var seed: UInt64
}

extension SweepTable {
  /// The oracle's numbers.
  ///
  /// - Throws: `EvaluateError.badResults` when no question was asked under every plan.
  public func oracle(
    by measure: SweepCost = .tokens, replicates: Int = ClusterBootstrap.standardReplicates, permutations: Int = 200,
    seed: UInt64 = 0
  ) throws(EvaluateError) -> Oracle {
    let table = complete
    guard !table.questions.isEmpty else { throw .badResults(reason: "no question was asked under every plan") }
    let choices = table.smallestSufficient(by: measure)
    let columns = plans.count
    // A clip's sums: each plan's scores, the oracle's scores, its tokens, the questions.
    let bootstrap = table.bootstrap(width: columns + 3) { question, sums, first in
      for plan in 0..<columns { sums[first + plan] += Double(table.cell(question, plan).score) }
      sums[first + columns] += choices[question].score
      sums[first + columns + 1] += Double(choices[question].tokens)
      sums[first + columns + 2] += 1
    }
    let count = columns + 2
    let total = bootstrap.total
    let best = (0..<columns).reduce(0) { total[$1] > total[$0] ? $1 : $0 }
    let statistics: [([Double]) -> Double?] = [
      { MetricTable.share($0, columns, count) },
      { MetricTable.share($0, columns + 1, count) },
      { MetricTable.share($0, best, count) },
      { total in
        guard let oracle = MetricTable.share(total, columns, count), let single = total[..<columns].max() else {
          return nil
        }
        return oracle - single / total[count]
      },
    ]
    var generator = SeededGenerator(seed: seed)
    let intervals = bootstrap.intervals(statistics, replicates: replicates, using: &generator)
    let estimates = zip(statistics, intervals).map { statistic, interval in
      Estimate(value: statistic(total) ?? 0, low: interval?.low, high: interval?.high, count: table.questions.count)
    }
    return Oracle(
      accuracy: estimates[0], tokens: estimates[1], cost: measure, unsolved: choices.count { $0.plan == nil },
      bestPlan: plans[best], bestAccuracy: estimates[2], gain: estimates[3],
      chance: table.chanceGain(permutations: permutations, seed: seed), replicates: replicates, seed: seed)
  }
}
