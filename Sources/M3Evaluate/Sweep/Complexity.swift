/// How many visual tokens questions need, and how many a dataset needs.
public struct Complexity: Codable, Equatable, Sendable {
  /// Questions for which a plan is the smallest sufficient one, in the sweep's order.
  public let histogram: [Int]
  /// Questions that no plan answers.
  public let unsolved: Int
  /// The cheapest plan, by mean tokens, whose accuracy is within the margin of the best plan's.
  public let datasetPlan: SweepPlan
  public let datasetTokens: Double
  /// As a share.
  public let margin: Double
}

extension SweepTable {
  /// Complexity of the questions and of the dataset.
  ///
  /// The paper reads a dataset's complexity off its curve and gives no formula; "the smallest plan within one point of
  /// the best" is ours.
  ///
  /// - Throws: `EvaluateError.badResults` when no question was asked under every plan.
  public func complexity(by measure: SweepCost = .tokens, margin: Double = 0.01) throws(EvaluateError) -> Complexity {
    let table = complete
    guard !table.questions.isEmpty else { throw .badResults(reason: "no question was asked under every plan") }
    var histogram = [Int](repeating: 0, count: plans.count)
    var unsolved = 0
    for choice in table.smallestSufficient(by: measure) {
      if let plan = choice.plan { histogram[plan] += 1 } else { unsolved += 1 }
    }
    let count = Double(table.questions.count)
    let means = plans.indices.map { plan in
      table.questions.indices.reduce(into: (score: 0.0, tokens: 0.0)) { sums, question in
        sums.score += Double(table.cell(question, plan).score) / count
        sums.tokens += Double(table.cost(question, plan, by: measure)) / count
      }
    }
    let best = means.map(\.score).max() ?? 0
    let tolerance = 1e-9
    let chosen =
      plans.indices.filter { means[$0].score >= best - margin - tolerance }
      .min { means[$0].tokens < means[$1].tokens } ?? 0
    return Complexity(
      histogram: histogram, unsolved: unsolved, datasetPlan: plans[chosen], datasetTokens: means[chosen].tokens,
      margin: margin)
  }
}
