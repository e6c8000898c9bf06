public import M3Core
public import M3Planner

/// How each clip's budget is spent in a run.
public struct RunPlan: Codable, Equatable, Sendable {
  /// Tells the plans of a sweep apart; nil where there is only one.
  public var name: String?
  public var budget: Int
  /// Nil to let the planner choose.
  public var frames: Int?
  /// Nil to let the planner choose.
  public var scale: VisualScale?
  public var layout: Layout
  public var sampling: SamplingRule

  /// The one plan of an evaluation.
  public init(_ request: PlanRequest) {
    budget = request.budget.tokens
    (frames, scale, layout, sampling) = (request.frames, request.scale, request.layout, request.sampling)
  }

  /// A plan of a sweep.
  ///
  /// - Parameter budget: the most tokens of any plan of the sweep; a plan with a budget of its own keeps that.
  public init(_ plan: SweepPlan, budget: Int, sampling: SamplingRule) {
    name = plan.name
    self.budget = plan.budget ?? budget
    (frames, scale, layout, self.sampling) = (plan.frames, plan.scale, plan.layout, sampling)
  }

  /// What the planner is asked for a question.
  ///
  /// - Throws: `CoreError.illegalBudget`.
  func request(span: TimeSpan?) throws(CoreError) -> PlanRequest {
    try PlanRequest(
      budget: TokenBudget(tokens: budget), frames: frames, scale: scale, layout: layout, sampling: sampling, span: span)
  }
}
