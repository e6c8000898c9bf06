import M3Core

/// What a plan is said to cost when plans are ordered from small to large.
public enum SweepCost: String, Codable, Sendable {
  /// Visual tokens that the prompt held for this question.
  case tokens
  /// Tokens a crop, as the paper counts (its tables run from 1 to 576).
  case scale
}

extension SweepTable {
  /// The cost of asking a question under a plan.
  func cost(_ question: Int, _ plan: Int, by measure: SweepCost) -> Int {
    switch measure {
    case .tokens: Int(cell(question, plan).tokens)
    case .scale: plans[plan].scale.tokens
    }
  }
}
