public import M3Core

/// What a user fixes before planning; the planner chooses the rest.
public struct PlanRequest: Equatable, Sendable {
  public var budget: TokenBudget
  /// How many frames, or nil to let the planner choose; more than the clip has means all of them.
  public var frames: Int?
  /// How finely each is seen, or nil to let the planner choose.
  public var scale: VisualScale?
  public var layout: Layout
  public var sampling: SamplingRule
  /// The stretch of the clip to look at; nil for all of it.
  public var span: TimeSpan?

  /// - Precondition: `frames` is nil or at least 1.
  public init(
    budget: TokenBudget = .standard, frames: Int? = nil, scale: VisualScale? = nil, layout: Layout = .stream,
    sampling: SamplingRule = .midpoint, span: TimeSpan? = nil
  ) {
    precondition(frames ?? 1 >= 1, "at least one frame is asked for")
    self.budget = budget
    self.frames = frames
    self.scale = scale
    self.layout = layout
    self.sampling = sampling
    self.span = span
  }
}
