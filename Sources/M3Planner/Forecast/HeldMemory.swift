import M3Core

/// The memory that this engine holds for a prompt at once, in bytes, part by part.
struct HeldMemory {
  /// Tokens of a prompt that are read at once.
  static let chunk = 1024
  /// Crops that go through the vision tower at once, that are encoded at once, and that wait for it.
  static let (cropsPerPass, batch, waiting) = (4, 8, 16)
  /// The program itself, its libraries, and what decoders hold.
  static let program = 60e6
  private static let float = 4.0

  let weights: Double
  let cache: Double
  let workspace: Double
  let features: Double
  let frames: Double

  var total: Double { weights + cache + workspace + features + frames + Self.program }

  /// - Parameters:
  ///   - frame: size of one; nil for none.
  ///   - tokens: of prompt and answer.
  init(shape: ModelShape, bytesPerWeight: Double, frame: PixelSize?, visualTokens: Int, tokens: Int, threads: Int) {
    let cost = ComputeCost(shape: shape)
    let language = shape.language
    let vision = shape.vision
    let hidden = Double(language.hidden)
    weights =
      bytesPerWeight * (cost.layerWeights + 2 * hidden * Double(language.vocabulary) + cost.visionWeights)
    cache = Double(tokens) * Self.cacheBytesPerToken(language)
    let rows = Double(min(Self.chunk, tokens))
    let queries = Double(language.heads * language.headWidth)
    let keys = Double(language.keyValueHeads * language.headWidth)
    let passRows = Double(Self.cropsPerPass * (vision.patches + 1))
    let width = Double(shape.projector.max() ?? vision.hidden)
    workspace =
      Self.float
      * (rows * (2 * hidden + queries + 2 * keys + 2 * Double(language.mlp))
        + passRows * Double(5 * vision.hidden + vision.mlp) + 2 * Double(vision.patches) * width
        + Double(threads) * Double(1 << 20))
    // Once as they are remembered, once as the prompt, and a batch at the finest scale.
    features = Self.float * hidden * Double(2 * visualTokens + 2 * Self.batch * vision.patches)
    let side = Double(VisualScale.gridSide * vision.patchSide)
    let pixels = frame.map { Double($0.width) * Double($0.height) } ?? 0
    frames = 3 * (Double(Self.waiting + Self.batch) * side * side + 8 * pixels)
  }

  /// Keys and values of one token.
  static func cacheBytesPerToken(_ language: ModelShape.Language) -> Double {
    float * 2 * Double(language.layers * language.keyValueHeads * language.headWidth)
  }
}
