public import M3Core

/// What must be held in memory at once for a prompt, in bytes, half precision.
public struct MemoryCost: Equatable, Sendable, Codable {
  public let languageWeights: Double
  public let visionWeights: Double
  /// Keys and values of the whole prompt.
  public let cache: Double
  /// The largest working set of a layer during prefill, without chunks or fused attention.
  public let activations: Double

  public var total: Double { languageWeights + visionWeights + cache + activations }

  /// - Parameter tokens: of the whole prompt.
  public init(shape: ModelShape, tokens: Int) {
    let size = 2.0
    let language = shape.language
    let hidden = Double(language.hidden)
    let queries = Double(language.heads * language.headWidth)
    let keys = Double(language.keyValueHeads * language.headWidth)
    let mlp = Double(language.mlp)
    let count = Double(tokens)
    let layer = hidden * (2 * queries + 2 * keys + 3 * mlp)
    languageWeights = size * (Double(language.layers) * layer + 2 * hidden * Double(language.vocabulary))
    let vision = shape.vision
    let width = Double(vision.hidden)
    let tower = Double(vision.layers) * width * (4 * width + 2 * Double(vision.mlp))
    let patches = 3 * Double(vision.patchSide * vision.patchSide) * width
    let projector = zip(shape.projector, shape.projector.dropFirst()).reduce(0.0) {
      $0 + Double($1.0) * Double($1.1)
    }
    visionWeights = size * (tower + patches + projector)
    cache = size * 2 * Double(language.layers) * keys * count
    activations =
      size * count * (2 * hidden + max(queries + 2 * keys + Double(language.heads) * count, 2 * mlp))
  }
}
