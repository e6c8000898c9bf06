import M3Core
import M3Tensor

/// LLaMA: token embeddings, decoder layers, a norm and the output layer (Vicuna-7B v1.5 is Llama-2-7B).
struct LanguageModel {
  let shape: ModelShape.Language
  /// [vocabulary, hidden].
  let embedding: Weight
  let layers: [LanguageLayer]
  let norm: RMSNorm
  /// [vocabulary, hidden].
  let output: Linear

  init(_ weights: WeightReader) throws(ModelError) {
    let reader = weights("language_model")
    let epsilon = weights.checkpoint.configuration.rmsNormEpsilon
    shape = weights.checkpoint.configuration.shape.language
    embedding = try reader.weight("embed_tokens.weight")
    var layers: [LanguageLayer] = []
    for layer in 0..<shape.layers {
      layers.append(try LanguageLayer(reader("layers.\(layer)"), epsilon: epsilon))
    }
    self.layers = layers
    norm = try reader.rmsNorm("norm", epsilon: epsilon)
    output = try weights.linear("lm_head", bias: false)
  }

  /// Runs the decoder over the first rows of the workspace's `x`, which hold embeddings, and advances the caches.
  ///
  /// - Parameters:
  ///   - runs: which rows continue which sequence: consecutive from row 0, each with room in its cache.
  ///   - wanted: rows whose logits are wanted; none for all but the last chunk of a prompt.
  /// - Returns: [wanted row, vocabulary], in the workspace until its next use.
  @discardableResult
  func forward(
    _ runs: [Run], wanted: Range<Int>, _ space: LanguageWorkspace, _ compute: Compute
  ) -> MatrixView {
    let all = 0..<(runs.last?.rows.upperBound ?? 0)
    for (index, layer) in layers.enumerated() {
      layer.forward(runs, layer: index, wanted: index + 1 < layers.count ? all : wanted, space, compute)
    }
    for run in runs { run.cache.advance(by: run.rows.count) }
    let logits = space.logits.first(wanted.count)
    compute.norm(space.x[wanted], norm, into: space.y[wanted])
    compute.product(space.y[wanted], output, into: logits)
    return logits
  }
}
