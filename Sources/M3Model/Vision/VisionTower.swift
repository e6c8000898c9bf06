import M3Core
import M3Tensor

/// CLIP's vision transformer up to the layer that LLaVA taps (openai/clip-vit-large-patch14-336; `mm_vision_select_layer`).
///
/// Layers after the tapped one and the final norm are never run, and the class token's output is not used.
struct VisionTower {
  let shape: ModelShape.Vision
  let activation: Activation
  /// [3, 256]: the normalised value of each byte of each channel.
  let levels: [Float]
  /// [hidden, 3 * side * side], a convolution whose stride is its side.
  let patchEmbedding: Linear
  /// [token, hidden]: position embeddings, the class embedding added to the first.
  let positions: Matrix
  let preNorm: LayerNorm
  let layers: [VisionLayer]

  init(_ weights: WeightReader) throws(ModelError) {
    let configuration = weights.checkpoint.configuration
    let reader = weights("vision_tower")
    let epsilon = configuration.visionLayerNormEpsilon
    shape = configuration.shape.vision
    activation = configuration.visionActivation
    levels = configuration.imageProcessing.levels
    patchEmbedding = Linear(try reader.packed("embeddings.patch_embedding.weight"))
    positions = Matrix(
      rows: shape.patches + 1, columns: shape.hidden, values: try reader.values("embeddings.position_embedding.weight"))
    for (i, value) in try reader.values("embeddings.class_embedding").enumerated() { positions.all[0, i] += value }
    preNorm = try reader.layerNorm("pre_layrnorm", epsilon: epsilon)
    var layers: [VisionLayer] = []
    for layer in 0..<shape.layers {
      layers.append(try VisionLayer(reader("encoder.layers.\(layer)"), epsilon: epsilon))
    }
    self.layers = layers
  }

  /// Runs the tower over crops: afterwards `rows(of:)` of the workspace's `x` are each crop's patches.
  ///
  /// - Precondition: at most `space.crops` crops, each a square of the side that the tower wants.
  func forward(_ crops: ArraySlice<Picture>, _ space: VisionWorkspace, _ compute: Compute) {
    precondition(crops.count <= space.crops, "at most \(space.crops) crops a pass, found \(crops.count)")
    let tokens = (0..<crops.count).map { index in self.tokens(of: index) }
    for (crop, rows) in zip(crops, tokens) {
      compute.patchRows(crop.pixels, levels: levels, patchSide: shape.patchSide, into: space.patches.all)
      let x = space.x[rows]
      x.copy(positions.all)
      compute.product(space.patches.all, patchEmbedding, .add, into: x[1..<x.rows])
    }
    let x = space.x.first(tokens.last?.upperBound ?? 0)
    compute.norm(x, preNorm, into: x)
    for layer in layers { layer.forward(tokens, heads: shape.heads, activation: activation, space, compute) }
  }

  /// Rows of a crop's tokens, the class token first.
  private func tokens(of crop: Int) -> Range<Int> {
    crop * (shape.patches + 1)..<(crop + 1) * (shape.patches + 1)
  }

  /// Rows of a crop's patches.
  func patches(of crop: Int) -> Range<Int> { tokens(of: crop).dropFirst() }
}
