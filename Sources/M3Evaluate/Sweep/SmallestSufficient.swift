/// The cheapest plan that answers a question as well as any.
public struct SmallestSufficient: Equatable, Sendable {
  /// What an unsolved question is charged.
  public static let unsolvedTokens = 1

  /// Among the sweep's plans; nil when no plan scores above 0.
  public let plan: Int?
  public let score: Double
  public let tokens: Int
}

extension SweepTable {
  /// The oracle's choice for each question (the paper's section 5.1 and its authors' reply in issue 2 of
  /// mu-cai/matryoshka-mm).
  ///
  /// Right or wrong: the cheapest plan that is right; when none is, 1 token and wrong. Graded scores, for which the paper
  /// gives no rule: the highest score, at the cheapest plan that reaches it. Of plans that cost the same the earlier one
  /// is taken.
  ///
  /// - Precondition: the table is `complete`.
  public func smallestSufficient(by measure: SweepCost = .tokens) -> [SmallestSufficient] {
    questions.indices.map { question in
      let best = plans.indices.map { cell(question, $0).score }.max() ?? 0
      guard best > 0 else {
        return SmallestSufficient(plan: nil, score: 0, tokens: SmallestSufficient.unsolvedTokens)
      }
      var chosen: (plan: Int, tokens: Int)?
      for plan in plans.indices where cell(question, plan).score == best {
        let tokens = cost(question, plan, by: measure)
        if tokens < chosen?.tokens ?? .max { chosen = (plan, tokens) }
      }
      return SmallestSufficient(plan: chosen?.plan, score: Double(best), tokens: chosen?.tokens ?? 0)
    }
  }
}
