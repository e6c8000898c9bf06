import M3Core

extension Planner {
  /// Frames that a plan can have.
  private var available: Int { min(clip.frameCount, Self.mostFrames) }

  /// Frames and scale of a stream.
  func stream(_ request: PlanRequest) throws(PlanError) -> PlanChoice {
    let budget = request.budget.tokens
    if let frames = request.frames {
      let count = min(frames, available)
      let owner = count == clip.frameCount ? "the clip has" : "a plan holds"
      let capped = count < frames ? "; \(owner) no more than \(count)" : ""
      if let scale = request.scale {
        guard count * scale.tokens <= budget else { throw tooSmall(request, frames: count, scale: scale) }
        try checkBounds(count, scale, .stream)
        return PlanChoice(frames: count, scale: scale, reason: "as asked\(capped)")
      }
      let affordable = VisualScale.trained.filter { count * $0.tokens <= budget }
      guard let coarsest = affordable.first else { throw tooSmall(request, frames: count, scale: .tokens1) }
      try checkBounds(count, coarsest, .stream)
      let scale = affordable.last { isWithinBounds(count, $0, .stream) } ?? coarsest
      return PlanChoice(
        frames: count, scale: scale,
        reason: "the finest trained scale that holds \(count) \(count == 1 ? "frame" : "frames")\(capped)")
    }
    if let scale = request.scale {
      guard scale.tokens <= budget else { throw tooSmall(request, frames: 1, scale: scale) }
      let bought = min(available, budget / scale.tokens)
      try checkBounds(1, scale, .stream)
      let count = mostFrames(bought, scale)
      let bound =
        count < bought
        ? Self.bounded
        : count < available
          ? "all the budget buys" : count == clip.frameCount ? "all the clip has" : "all a plan holds"
      return PlanChoice(
        frames: count, scale: scale,
        reason: "\(scale.tokens) \(scale == .tokens1 ? "token" : "tokens") a frame as asked; \(bound)")
    }
    return try finestThatKeepsUp(budget)
  }

  /// The rule of `Planner`, where only the budget is given.
  private func finestThatKeepsUp(_ budget: Int) throws(PlanError) -> PlanChoice {
    for scale in VisualScale.trained.reversed() {
      let count = mostFrames(min(available, budget / scale.tokens), scale)
      guard count >= 1 else { continue }
      if count == clip.frameCount {
        return PlanChoice(
          frames: count, scale: scale,
          reason: count == 1 ? "the clip is one frame" : "the finest scale at which every frame fits")
      }
      if count >= Self.wantedFrames, Double(count) >= clip.duration * Self.wantedRate {
        return PlanChoice(
          frames: count, scale: scale,
          reason: "the finest scale that looks once a second and \(Self.wantedFrames) times in all")
      }
    }
    try checkBounds(1, .tokens1, .stream)
    let bought = min(available, budget)
    let count = mostFrames(bought, .tokens1)
    guard count < bought else {
      return PlanChoice(
        frames: count, scale: .tokens1, reason: "the clip is long for this budget: the coarsest scale, most frames")
    }
    // Frames are what time allows, and each may as well be seen as finely as there is room for.
    let scale = VisualScale.trained.last { count * $0.tokens <= budget && isWithinBounds(count, $0, .stream) }
    return PlanChoice(frames: count, scale: scale ?? .tokens1, reason: Self.bounded)
  }

  private static let bounded = "all that the bounds on time and memory leave room for"

  /// The error that names the smallest budget that would do.
  func tooSmall(_ request: PlanRequest, frames: Int, scale: VisualScale) -> PlanError {
    let smallest = tokens.actual(Array(repeating: scale, count: frames), layout: request.layout)
    return .budgetTooSmall(
      budget: request.budget.tokens, frames: frames, scale: scale, layout: request.layout, smallest: smallest)
  }
}
