public import M3Core

extension Planner {
  /// What a plan is expected to take.
  public func forecast(_ plan: FramePlan, by forecaster: Forecaster) -> Forecast {
    forecaster.forecast(
      .init(
        clip: clip, frames: Set(plan.frames.map(\.index)).count, crops: plan.crops, layout: plan.layout,
        visualTokens: plan.visualTokens))
  }

  /// Whether so many frames at a scale stay within the bounds.
  func isWithinBounds(_ frames: Int, _ scale: VisualScale, _ layout: Layout) -> Bool {
    guard let bounds else { return true }
    return bounds.hold(forecast(frames, scale, layout, by: bounds.forecaster))
  }

  /// The most frames of a stream at a scale that stay within the bounds, up to `count`; 0 for none.
  func mostFrames(_ count: Int, _ scale: VisualScale) -> Int {
    guard bounds != nil, !isWithinBounds(count, scale, .stream) else { return count }
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if isWithinBounds(middle, scale, .stream) { low = middle } else { high = middle }
    }
    return low
  }

  /// - Throws: `PlanError.overBounds` for a plan that breaks them.
  func checkBounds(_ frames: Int, _ scale: VisualScale, _ layout: Layout) throws(PlanError) {
    guard let bounds, !isWithinBounds(frames, scale, layout) else { return }
    throw overBounds(bounds, forecast(frames, scale, layout, by: bounds.forecaster))
  }

  func overBounds(_ bounds: PlanBounds, _ forecast: Forecast) -> PlanError {
    .overBounds(
      seconds: forecast.seconds.total, mostSeconds: bounds.seconds, bytes: forecast.bytes, mostBytes: bounds.bytes)
  }

  private func forecast(
    _ frames: Int, _ scale: VisualScale, _ layout: Layout, by forecaster: Forecaster
  ) -> Forecast {
    forecaster.forecast(
      .init(
        clip: clip, frames: frames, crops: tokens.crops(frames: frames, layout: layout), layout: layout,
        visualTokens: tokens.actual(Array(repeating: scale, count: frames), layout: layout)))
  }
}
