public import M3Core

/// One clip and everything that is asked about it, ready to train on.
public struct TrainingSample: Sendable {
  /// Visual tokens at one place of a prompt: a crop at a scale.
  public struct Slot: Equatable, Sendable {
    /// Index into `crops`.
    public var crop: Int
    public var scale: VisualScale

    public init(crop: Int, scale: VisualScale) {
      self.crop = crop
      self.scale = scale
    }
  }

  /// One way to see the clip: its visual tokens in order.
  ///
  /// The loss is the mean over the sample's variants (equation 3.2).
  public struct Variant: Sendable {
    /// What the loss is logged under, such as "96x9".
    public var name: String
    public var slots: [Slot]

    public init(name: String, slots: [Slot]) {
      self.name = name
      self.slots = slots
    }

    /// Visual tokens.
    public var tokens: Int { slots.reduce(0) { $0 + $1.scale.tokens } }
  }

  /// Text behind the visual prefix that sees the prefix and itself, and no other segment: a question with its answer, or
  /// a conversation of several turns.
  public struct Segment: Sendable {
    public var tokens: [Int32]
    /// How much each token's loss weighs, given those before it; 0 for what is not supervised.
    ///
    /// The first is 0.
    public var weights: [Float]
    /// What accuracy is counted under, such as a family of questions.
    public var kind: String

    /// - Precondition: a weight for each token, 0 for the first.
    public init(tokens: [Int32], weights: [Float], kind: String) {
      precondition(tokens.count == weights.count, "a weight for each token")
      precondition(weights.first.map { $0 == 0 } ?? true, "nothing in the segment stands before its first token")
      self.tokens = tokens
      self.weights = weights
      self.kind = kind
    }
  }

  /// Distinct pictures, each a square of the vision tower's side.
  public var crops: [Picture]
  /// Numbers that tell pictures apart, one for each crop, for `TowerCache`; empty where pictures do not come again.
  public var cropKeys: [UInt64]
  public var variants: [Variant]
  /// The text before the visual tokens, with the token that begins a sequence.
  public var before: [Int32]
  public var segments: [Segment]

  /// - Precondition: a key for each crop, or none.
  public init(
    crops: [Picture], cropKeys: [UInt64] = [], variants: [Variant], before: [Int32], segments: [Segment]
  ) {
    precondition(cropKeys.isEmpty || cropKeys.count == crops.count, "a key for each crop")
    self.crops = crops
    self.cropKeys = cropKeys
    self.variants = variants
    self.before = before
    self.segments = segments
  }

  /// A key for each crop; nil for one that does not come again.
  var keys: [UInt64?] { cropKeys.isEmpty ? crops.map { _ in nil } : cropKeys }

  /// The scales that each crop is seen at.
  var scales: [Set<VisualScale>] {
    var scales = Array(repeating: Set<VisualScale>(), count: crops.count)
    for slot in variants.flatMap(\.slots) { scales[slot.crop].insert(slot.scale) }
    return scales
  }

  /// Sum of the weights of its supervised tokens.
  var weight: Double { segments.reduce(0) { $0 + $1.weights.reduce(0) { $0 + Double($1) } } }
}
