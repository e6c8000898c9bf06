import M3Core

/// One plan's accuracy and cost over a set of questions.
public struct PlanPoint: Codable, Equatable, Sendable {
  public var plan: SweepPlan
  public var accuracy: Estimate
  /// Mean visual tokens a question.
  public var tokens: Double
  /// Nothing is both cheaper (or as cheap) and better.
  public var isOnFront: Bool
}

extension SweepTable {
  /// Accuracy against tokens of every plan, with the Pareto front marked, in the sweep's order.
  ///
  /// - Precondition: the table is `complete`.
  public func points(
    replicates: Int = ClusterBootstrap.standardReplicates, seed: UInt64 = 0
  ) -> [PlanPoint] {
    guard !questions.isEmpty else { return [] }
    let columns = plans.count
    let bootstrap = bootstrap(width: columns + 1) { question, sums, first in
      for plan in 0..<columns { sums[first + plan] += Double(cell(question, plan).score) }
      sums[first + columns] += 1
    }
    var generator = SeededGenerator(seed: seed)
    let statistics: [([Double]) -> Double?] = (0..<columns).map { plan in { MetricTable.share($0, plan, columns) } }
    let intervals = bootstrap.intervals(statistics, replicates: replicates, using: &generator)
    let total = bootstrap.total
    let count = Double(questions.count)
    let tokens = plans.indices.map { plan in
      questions.indices.reduce(0.0) { $0 + Double(cell($1, plan).tokens) } / count
    }
    let values = plans.indices.map { total[$0] / count }
    return plans.indices.map { plan in
      let isBeaten = plans.indices.contains { other in
        tokens[other] <= tokens[plan] && values[other] >= values[plan]
          && (tokens[other] < tokens[plan] || values[other] > values[plan])
      }
      return PlanPoint(
        plan: plans[plan],
        accuracy: Estimate(
          value: values[plan], low: intervals[plan]?.low, high: intervals[plan]?.high, count: questions.count),
        tokens: tokens[plan], isOnFront: !isBeaten)
    }
  }

  /// Sums by clip, clips sorted by name.
  func bootstrap(width: Int, _ add: (Int, inout [Double], Int) -> Void) -> ClusterBootstrap {
    let clips = Set(questions.map(\.group)).sorted()
    let place = Dictionary(uniqueKeysWithValues: clips.enumerated().map { ($1, $0 * width) })
    var sums = [Double](repeating: 0, count: clips.count * width)
    for question in questions.indices {
      if let first = place[questions[question].group] { add(question, &sums, first) }
    }
    return ClusterBootstrap(sums: sums, width: width)
  }
}
