/// The sizes of a model that decide what an answer costs.
public struct ModelShape: Equatable, Codable, Sendable {
  /// The CLIP vision tower.
  public struct Vision: Equatable, Codable, Sendable {
    /// Width of the tower.
    public var hidden: Int
    /// Layers that are run (up to the tapped one), not layers that are stored.
    public var layers: Int
    public var heads: Int
    /// Width inside the MLP.
    public var mlp: Int
    /// Side of a patch in pixels.
    public var patchSide: Int
    /// Patches per crop, the class token not counted.
    public var patches: Int

    public init(hidden: Int, layers: Int, heads: Int, mlp: Int, patchSide: Int, patches: Int) {
      self.hidden = hidden
      self.layers = layers
      self.heads = heads
      self.mlp = mlp
      self.patchSide = patchSide
      self.patches = patches
    }
  }

  /// The LLaMA language model.
  public struct Language: Equatable, Codable, Sendable {
    public var hidden: Int
    public var layers: Int
    public var heads: Int
    public var keyValueHeads: Int
    public var headWidth: Int
    /// Width inside the SwiGLU MLP.
    public var mlp: Int
    public var vocabulary: Int
    /// The most tokens that positions are known for.
    public var context: Int

    public init(
      hidden: Int, layers: Int, heads: Int, keyValueHeads: Int, headWidth: Int, mlp: Int, vocabulary: Int, context: Int
    ) {
      self.hidden = hidden
      self.layers = layers
      self.heads = heads
      self.keyValueHeads = keyValueHeads
      self.headWidth = headWidth
      self.mlp = mlp
      self.vocabulary = vocabulary
      self.context = context
    }
  }

  public var vision: Vision
  /// Widths along the projector, from the tower's to the language model's: [1024, 4096, 4096].
  public var projector: [Int]
  public var language: Language

  public init(vision: Vision, projector: [Int], language: Language) {
    self.vision = vision
    self.projector = projector
    self.language = language
  }
}
