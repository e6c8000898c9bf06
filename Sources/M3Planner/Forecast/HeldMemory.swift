import M3Core

/// The memory that this engine holds for a prompt at once, in bytes, part by part.
///
/// Buffers are made for the largest case, and pages of them that nothing touches cost nothing: what counts is what a
/// prompt fills.
struct HeldMemory {
  /// Tokens of a prompt that are read at once.
  static let chunk = 512
  /// Crops that go through the vision tower at once, that are encoded at once, and that wait for it.
  static let (cropsPerPass, batch, waiting) = (4, 8, 16)
  /// The program itself, its libraries, and what decoders hold.
  static let program = 65e6
  private static let float = 4.0

  let weights: Double
  /// What packing weights holds beside them, before anything else is held.
  let packing: Double
  let cache: Double
  let workspace: Double
  let features: Double
  let frames: Double

  var total: Double { Self.program + weights + max(packing, cache + workspace + features + frames) }

  /// - Parameter threads: that compute.
  init(_ sight: Forecaster.Sight, shape: ModelShape, held: HeldModel, threads: Int) {
    let (language, vision) = (shape.language, shape.vision)
    let hidden = Double(language.hidden)
    weights = Double(held.weightBytes)
    packing = Double(held.packingBytes)
    cache = Double(sight.positions * held.tokenBytes)

    let rows = Double(min(Self.chunk, sight.promptTokens))
    let queries = Double(language.heads * language.headWidth)
    let keys = Double(language.keyValueHeads * language.headWidth)
    let passRows = Double(min(Self.cropsPerPass, sight.crops) * (vision.patches + 1))
    let width = Double(shape.projector.max() ?? vision.hidden)
    let languageRows = rows * (2 * hidden + queries + 2 * keys + Double(language.mlp)) + Double(language.vocabulary)
    let visionRows =
      passRows * Double(5 * vision.hidden + vision.mlp)
      + Double(vision.patches) * (2 * width + Double(3 * vision.patchSide * vision.patchSide))
    // A thread's share of attention: keys and values of a head, unpacked; and of products: about a second-level cache.
    let scratch = Double(threads) * Double(2 * sight.promptTokens * language.headWidth + 1 << 17)
    workspace = Self.float * (languageRows + visionRows + scratch)

    // Once as they are remembered, once as the prompt, and a batch at the finest scale.
    features =
      Self.float * hidden * Double(2 * sight.visualTokens + min(Self.batch, sight.crops) * vision.patches)
    let side = Double(VisualScale.gridSide * vision.patchSide)
    let pixels = sight.clip.map { Double($0.size.width) * Double($0.size.height) } ?? 0
    // Of a collage all frames are held at once, and the collage.
    let pictures = 8 + (sight.layout == .grid ? 2 * sight.frames : 0)
    frames =
      3 * (Double(min(Self.waiting + Self.batch, sight.crops)) * side * side + Double(pictures) * pixels)
  }
}
