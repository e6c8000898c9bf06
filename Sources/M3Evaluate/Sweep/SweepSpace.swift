public import M3Core

/// Which plans a sweep asks every question under: all legal combinations of scales, frames and budgets.
public struct SweepSpace: Equatable, Sendable {
  public var scales: [VisualScale]
  /// Nil stands for as many frames as a budget has room for.
  public var frames: [Int?]
  public var budgets: [Int]
  public var layout: Layout
  public var reduction: Reduction

  public init(
    scales: [VisualScale], frames: [Int?], budgets: [Int], layout: Layout = .stream, reduction: Reduction = .average
  ) {
    self.scales = scales
    self.frames = frames
    self.budgets = budgets
    self.layout = layout
    self.reduction = reduction
  }

  /// The most tokens that a plan may have.
  public var largestBudget: Int { budgets.max() ?? 0 }

  /// Each once: few frames first, coarse to fine.
  ///
  /// A stream of so many frames is legal when some budget has room for it; what a grid costs depends on the clip, so all
  /// are tried. As many frames as there is room for are one plan a budget.
  public var plans: [SweepPlan] {
    var plans: [SweepPlan] = []
    func add(_ frames: Int?, _ scale: VisualScale, _ budget: Int?) {
      let plan = SweepPlan(frames: frames, scale: scale, budget: budget, layout: layout, reduction: reduction)
      if !plans.contains(plan) { plans.append(plan) }
    }
    for count in frames.sorted(by: { ($0 ?? .max) < ($1 ?? .max) }) {
      for scale in scales.sorted() {
        guard let count else {
          for budget in budgets.sorted() where budget >= scale.tokens { add(nil, scale, budget) }
          continue
        }
        let (tokens, overflows) = count.multipliedReportingOverflow(by: scale.tokens)
        if layout == .grid || (!overflows && tokens <= largestBudget) { add(count, scale, nil) }
      }
    }
    return plans
  }
}
