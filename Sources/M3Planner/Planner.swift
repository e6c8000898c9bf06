public import M3Core

/// Spends a budget on a clip: chooses frames and scales from the clip's facts alone, before any pixel is decoded.
///
/// The rule, where the request leaves both open: a stream takes **the finest trained scale at which the budget still
/// looks at the clip once a second and eight times in all** (or at every frame of a shorter clip), with as many frames
/// as the budget then buys; if no scale is coarse enough for that, the coarsest one. A grid takes IG-VLM's six frames
/// at the finest trained scale that fits. With bounds on time or memory, fewer frames are bought where the forecast
/// would break them.
public struct Planner: Sendable {
  /// Looks a second below which a stream goes to a coarser scale.
  public static let wantedRate = 1.0
  /// Looks in all below which a stream goes to a coarser scale.
  public static let wantedFrames = 8
  /// The most frames of a plan, whatever the budget: what a clip hands out at once.
  public static let mostFrames = 2880
  /// Frames of a collage when nothing else is asked for (IG-VLM, section 3; the M3 paper, section 4.3).
  public static let collageFrames = 6
  /// Frames that a collage holds at most: the picture grows with them, while the model sees it on one canvas.
  public static let mostCollageFrames = 64

  public let clip: ClipInfo
  let tokens: TokenCount
  let bounds: PlanBounds?

  /// - Parameters:
  ///   - clip: the clip's facts.
  ///   - processing: how the model wants its pictures, which decides what a grid costs.
  ///   - bounds: what an answer may take; nil for whatever it takes.
  public init(clip: ClipInfo, processing: ImageProcessing, bounds: PlanBounds? = nil) {
    self.init(clip: clip, tokens: TokenCount(processing: processing, frameSize: clip.size), bounds: bounds)
  }

  init(clip: ClipInfo, tokens: TokenCount, bounds: PlanBounds?) {
    self.clip = clip
    self.tokens = tokens
    self.bounds = bounds
  }

  /// The plan for a request.
  ///
  /// - Throws: `PlanError.budgetTooSmall` if the budget cannot hold what is asked for, `PlanError.overBounds` if it
  ///   would take too long or too much memory.
  public func plan(_ request: PlanRequest) throws(PlanError) -> FramePlan {
    if let span = request.span { return try plan(request, in: span) }
    let choice =
      switch request.layout {
      case .stream: try stream(request)
      case .grid: try grid(request)
      }
    let indices = clip.timeline.indices(choice.frames, by: request.sampling, nominalRate: clip.nominalRate)
    let slots = indices.map {
      FramePlan.Slot(index: $0, time: clip.timeline.time(of: $0), scale: choice.scale)
    }
    return plan(slots, layout: request.layout, budget: request.budget, reason: choice.reason)
  }

  /// A plan read from a file, on this clip.
  ///
  /// - Throws: `PlanError` if it asks for frames that the clip lacks, mixes scales in a grid, or breaks the budget
  ///   or the bounds.
  public func plan(_ saved: SavedPlan, budget: TokenBudget?) throws(PlanError) -> FramePlan {
    let slots: [FramePlan.Slot]
    do { slots = try saved.slots(on: clip.timeline) } catch { throw .invalid(error) }
    let layout = saved.layout ?? .stream
    let scales = Set(slots.map(\.scale)).sorted()
    if layout == .grid {
      guard scales.count == 1 else { throw .mixedGrid(scales: scales) }
      try checkCells(slots.count)
    }
    let spent = tokens.actual(slots.map(\.scale), layout: layout)
    let allowed = budget?.tokens ?? spent
    guard spent <= allowed else { throw .overBudget(tokens: spent, budget: allowed) }
    let plan = FramePlan(
      layout: layout, frames: slots, budget: allowed, visualTokens: spent,
      nominalTokens: tokens.nominal(slots.map(\.scale), layout: layout),
      crops: tokens.crops(frames: slots.count, layout: layout), reason: "read from a file")
    if let bounds {
      let forecast = forecast(plan, by: bounds.forecaster)
      guard bounds.hold(forecast) else { throw overBounds(bounds, forecast) }
    }
    return plan
  }

  /// - Throws: `PlanError.tooManyCells`.
  func checkCells(_ frames: Int) throws(PlanError) {
    guard frames <= Self.mostCollageFrames else {
      throw .tooManyCells(frames: frames, most: Self.mostCollageFrames)
    }
  }

  private func plan(_ slots: [FramePlan.Slot], layout: Layout, budget: TokenBudget, reason: String) -> FramePlan {
    let scales = slots.map(\.scale)
    return FramePlan(
      layout: layout, frames: slots, budget: budget.tokens, visualTokens: tokens.actual(scales, layout: layout),
      nominalTokens: tokens.nominal(scales, layout: layout),
      crops: tokens.crops(frames: slots.count, layout: layout), reason: reason)
  }
}

/// A number of frames at one scale, and why.
struct PlanChoice {
  var frames: Int
  var scale: VisualScale
  var reason: String
}
