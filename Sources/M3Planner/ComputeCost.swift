public import M3Core

/// Floating point operations of an answer, counted as this engine runs it: two per multiply-add, products only.
///
/// Norms, activations and softmax are left out (under 1 % at the sizes of real models). Causal attention counts the
/// half that is computed. The vision tower is counted: it does not shrink with the scale (the M3 paper's table 9 leaves
/// it out).
public struct ComputeCost: Equatable, Sendable {
  let shape: ModelShape

  public init(shape: ModelShape) { self.shape = shape }

  /// Operations to encode and project one crop, at any scale.
  public var crop: Double {
    let vision = shape.vision
    let (width, mlp) = (Double(vision.hidden), Double(vision.mlp))
    let patches = Double(vision.patches)
    let positions = patches + 1
    let embedding = 2 * patches * 3 * Double(vision.patchSide * vision.patchSide) * width
    let layer = positions * (8 * width * width + 4 * width * mlp) + 4 * positions * positions * width
    let projector = zip(shape.projector, shape.projector.dropFirst()).reduce(0.0) {
      $0 + 2 * Double($1.0) * Double($1.1)
    }
    return embedding + Double(vision.layers) * layer + patches * projector
  }

  /// Operations to prefill a prompt of so many tokens, the output head for its last token included.
  public func prefill(tokens: Int) -> Double {
    let language = shape.language
    return Double(tokens) * productsPerToken + attention(tokens: tokens)
      + 2 * Double(language.hidden) * Double(language.vocabulary)
  }

  /// Operations of the attention in that.
  func attention(tokens: Int) -> Double {
    let positions = Double(tokens)
    return Double(shape.language.layers) * 4 * positions * (positions + 1) / 2 * queryWidth
  }

  /// Weights of all layers of the language model.
  package var layerWeights: Double { productsPerToken / 2 }

  /// Weights of the vision tower and the projector.
  var visionWeights: Double {
    let vision = shape.vision
    let width = Double(vision.hidden)
    let projector = zip(shape.projector, shape.projector.dropFirst()).reduce(0.0) {
      $0 + Double($1.0) * Double($1.1)
    }
    return Double(vision.layers) * width * (4 * width + 2 * Double(vision.mlp)) + projector
      + Double(3 * vision.patchSide * vision.patchSide + vision.patches + 1) * width
  }

  /// Operations to decode one token after a context of so many.
  public func decode(after context: Int) -> Double {
    let language = shape.language
    return productsPerToken + Double(language.layers) * 4 * Double(context + 1) * queryWidth
      + 2 * Double(language.hidden) * Double(language.vocabulary)
  }

  private var queryWidth: Double { Double(shape.language.heads * shape.language.headWidth) }

  /// Products of all layers for one token: queries, keys, values, output, and the three of the MLP.
  private var productsPerToken: Double {
    let language = shape.language
    let hidden = Double(language.hidden)
    let keyValueWidth = Double(language.keyValueHeads * language.headWidth)
    let attention = 2 * hidden * (2 * queryWidth + 2 * keyValueWidth)
    return Double(language.layers) * (attention + 6 * hidden * Double(language.mlp))
  }
}
