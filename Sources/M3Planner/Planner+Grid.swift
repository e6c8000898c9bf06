import M3Core

extension Planner {
  /// Frames and scale of a collage, or of one picture seen by anyres.
  func grid(_ request: PlanRequest) throws(PlanError) -> PlanChoice {
    let wanted = request.frames ?? Self.collageFrames
    let count = min(wanted, clip.frameCount)
    try checkCells(count)
    let what =
      count == 1
      ? "one picture, seen as the model sees pictures"
      : "a collage of \(count) frames\(count < wanted ? ", all the clip has" : "")"
    func fits(_ scale: VisualScale) -> Bool {
      tokens.actual(Array(repeating: scale, count: count), layout: .grid) <= request.budget.tokens
    }
    if let scale = request.scale {
      guard fits(scale) else { throw tooSmall(request, frames: count, scale: scale) }
      try checkBounds(count, scale, .grid)
      return PlanChoice(frames: count, scale: scale, reason: "\(what), at the scale asked for")
    }
    let affordable = VisualScale.trained.filter(fits)
    guard let coarsest = affordable.first else { throw tooSmall(request, frames: count, scale: .tokens1) }
    let scale = affordable.last { isWithinBounds(count, $0, .grid) } ?? coarsest
    try checkBounds(count, scale, .grid)
    return PlanChoice(frames: count, scale: scale, reason: "\(what), at the finest trained scale that fits")
  }
}
