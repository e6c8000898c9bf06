public import M3Core

/// One plan of a sweep: every question is asked under each.
public struct SweepPlan: Codable, Hashable, Sendable {
  /// Frames asked for; nil for all that the clip or the budget has room for.
  public var frames: Int?
  public var scale: VisualScale
  /// What bounds a plan of as many frames as there is room for; nil for plans with a number of frames.
  public var budget: Int?
  public var layout: Layout
  public var reduction: Reduction
  /// The checkpoint, where a report compares several.
  public var model: String?

  public init(
    frames: Int?, scale: VisualScale, budget: Int? = nil, layout: Layout = .stream, reduction: Reduction = .average,
    model: String? = nil
  ) {
    self.frames = frames
    self.scale = scale
    self.budget = budget
    self.layout = layout
    self.reduction = reduction
    self.model = model
  }

  /// `20x144`, `maxx9`, with what differs from a plain stream behind it.
  public var name: String {
    var name = "\(frames.map(String.init) ?? "max")x\(scale.tokens)"
    if let budget { name += " in \(budget)" }
    if layout != .stream { name += " \(layout.rawValue)" }
    if reduction != .average { name += " \(reduction.rawValue)" }
    if let model { name += " \(model)" }
    return name
  }
}
