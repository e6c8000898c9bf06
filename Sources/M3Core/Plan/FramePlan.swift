/// How a budget is spent on a clip: which frames, at which scales, laid out how, and why.
///
/// Made from the clip's facts alone, before any pixel is decoded. On disk it is JSON in snake case; `visual_tokens` is
/// the count that the prompt will hold, newlines of the anyres layout included.
public struct FramePlan: Equatable, Sendable, Codable {
  /// One frame and how finely it is seen.
  public struct Slot: Equatable, Sendable, Codable {
    /// Among the clip's shown frames, from 0.
    public var index: Int
    /// When that frame appears, in seconds from the first shown frame.
    public var time: Double
    public var scale: VisualScale

    public init(index: Int, time: Double, scale: VisualScale) {
      self.index = index
      self.time = time
      self.scale = scale
    }
  }

  /// The version of this layout on disk.
  public static let currentSchema = 1

  public var schema = currentSchema
  public var layout: Layout
  /// In time order; at least one; in a `grid` all of the same scale.
  public var frames: [Slot]
  /// What the plan was allowed to spend.
  public var budget: Int
  /// What it spends: visual tokens in the prompt.
  public var visualTokens: Int
  /// Crops times scale, as papers count.
  public var nominalTokens: Int
  /// Pictures that the vision tower encodes.
  public var crops: Int
  /// One sentence on why this plan was chosen.
  public var reason: String

  public init(
    layout: Layout, frames: [Slot], budget: Int, visualTokens: Int, nominalTokens: Int, crops: Int, reason: String
  ) {
    self.layout = layout
    self.frames = frames
    self.budget = budget
    self.visualTokens = visualTokens
    self.nominalTokens = nominalTokens
    self.crops = crops
    self.reason = reason
  }

  /// The finest scale among the slots.
  public var finestScale: VisualScale { frames.map(\.scale).max() ?? .tokens1 }

  /// The one scale of all slots, or nil when they differ.
  public var uniformScale: VisualScale? {
    guard let first = frames.first?.scale, frames.allSatisfy({ $0.scale == first }) else { return nil }
    return first
  }
}
