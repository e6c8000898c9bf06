/// What can be wrong with the words themselves: a scale, a budget, a plan read from a file.
public enum CoreError: ExplainedError, Equatable {
  /// A scale that does not divide the 24 x 24 grid of patches evenly.
  case illegalScale(found: Int)
  /// A budget below one token.
  case illegalBudget(found: Int)
  /// A plan that contradicts itself; `reason` says how.
  case invalidPlan(reason: String)
}

extension CoreError {
  public var message: String {
    switch self {
    case .illegalScale(let found):
      "\(found) is not a scale: a crop can be \(VisualScale.allCases.map { String($0.tokens) }.joined(separator: ", ")) tokens"
    case .illegalBudget(let found):
      "a budget of \(found) visual tokens cannot hold anything"
    case .invalidPlan(let reason):
      "the plan is not valid: \(reason)"
    }
  }

  public var hint: String? {
    switch self {
    case .illegalScale:
      "M3 models are trained at \(VisualScale.trained.map { String($0.tokens) }.joined(separator: ", ")); the others run untrained"
    case .illegalBudget: "give a budget of at least 1, for instance `--budget 2880`"
    case .invalidPlan: nil
    }
  }
}
