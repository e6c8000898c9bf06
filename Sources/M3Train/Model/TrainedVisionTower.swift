import M3Core
import M3Model
import M3Tensor

/// CLIP's vision tower up to the tapped layer; gradients flow through all of it (the paper trains the tower).
struct TrainedVisionTower {
  /// What the backward pass reads, of some crops.
  struct Saved {
    /// [crop * patch, 3 * side * side].
    var patches: MatrixView
    /// Before the first norm, [crop * (1 + patch), hidden].
    var embedded: MatrixView
    var layers: [TrainedVisionLayer.Saved]
    /// [crop * (1 + patch), hidden], the class token first.
    var output: MatrixView
    var crops: [[AttentionSpan]]
  }

  let shape: ModelShape.Vision
  let embedding: PatchEmbedding
  let preNorm: LayerNormLayer
  let layers: [TrainedVisionLayer]

  init(_ layout: inout ParameterLayout, _ configuration: ModelConfiguration) {
    shape = configuration.shape.vision
    let epsilon = configuration.visionLayerNormEpsilon
    embedding = PatchEmbedding(&layout, configuration)
    preNorm = LayerNormLayer(&layout, "vision_tower.pre_layrnorm", epsilon: epsilon)
    var layers: [TrainedVisionLayer] = []
    for layer in 0..<shape.layers {
      layers.append(
        TrainedVisionLayer(
          &layout, "vision_tower.encoder.layers.\(layer)", heads: shape.heads,
          activation: configuration.visionActivation, epsilon: epsilon))
    }
    self.layers = layers
  }

  /// Tokens of a crop: the class token and the patches.
  private var tokens: Int { shape.patches + 1 }

  /// Rows of a crop's patches in `Saved.output`.
  func patches(of crop: Int) -> Range<Int> { crop * tokens + 1..<(crop + 1) * tokens }

  func forward(_ crops: ArraySlice<Picture>, _ pass: Pass) -> Saved {
    let rows = crops.count * tokens
    let arena = pass.arena
    let spans = (0..<crops.count).map { [AttentionSpan.all($0 * tokens..<($0 + 1) * tokens)] }
    let patches = arena.matrix(crops.count * shape.patches, 3 * shape.patchSide * shape.patchSide)
    let embedded = arena.matrix(rows, shape.hidden)
    embedding.forward(crops, rows: patches, into: embedded, pass)
    var x = arena.matrix(rows, shape.hidden)
    preNorm.forward(embedded, into: x, pass)
    var saved: [TrainedVisionLayer.Saved] = []
    for layer in layers {
      let next = arena.matrix(rows, shape.hidden)
      saved.append(layer.forward(x, spans, into: next, pass))
      x = next
    }
    return Saved(patches: patches, embedded: embedded, layers: saved, output: x, crops: spans)
  }

  /// d, the gradient of the output, is overwritten.
  func backward(_ d: MatrixView, _ saved: Saved, _ pass: Pass) {
    let mark = pass.arena.mark
    for (layer, values) in zip(layers, saved.layers).reversed() { layer.backward(d, values, saved.crops, pass) }
    let embedded = pass.arena.zeros(d.rows, d.columns)
    preNorm.backward(d, input: saved.embedded, addingTo: embedded, pass)
    embedding.backward(embedded, rows: saved.patches, pass)
    pass.arena.release(to: mark)
  }
}
