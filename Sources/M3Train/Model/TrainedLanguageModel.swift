import M3Core
import M3Model
import M3Tensor

/// LLaMA over packed sequences: embeddings, decoder layers, a norm and the output layer at supervised tokens.
///
/// In the last layer only the rows of questions are computed: nobody reads the visual prefix there.
struct TrainedLanguageModel {
  /// What the backward pass reads.
  struct Saved {
    /// [token, hidden], what entered the first layer.
    var x: MatrixView
    var layers: [TrainedLanguageLayer.Saved]
    /// The last layer's output at the rows of supervised tokens.
    var last: MatrixView
    /// norm(last).
    var y: MatrixView
    /// [supervised token, vocabulary].
    var logits: MatrixView
  }

  let shape: ModelShape.Language
  let embedding: EmbeddingLayer
  let layers: [TrainedLanguageLayer]
  let norm: RMSNormLayer
  let output: LinearLayer
  private let ropeTheta: Double

  init(_ layout: inout ParameterLayout, _ configuration: ModelConfiguration) {
    shape = configuration.shape.language
    let epsilon = configuration.rmsNormEpsilon
    embedding = EmbeddingLayer(table: layout.claim("language_model.embed_tokens.weight"))
    var layers: [TrainedLanguageLayer] = []
    for layer in 0..<shape.layers {
      layers.append(TrainedLanguageLayer(&layout, "language_model.layers.\(layer)", shape, epsilon: epsilon))
    }
    self.layers = layers
    norm = RMSNormLayer(&layout, "language_model.norm", epsilon: epsilon)
    output = LinearLayer(
      weight: configuration.tiesEmbeddings ? embedding.table : layout.claim("lm_head.weight"))
    ropeTheta = configuration.ropeTheta
  }

  func makeRotary(positions: Int) -> RotaryLayer {
    RotaryLayer(positions: positions, width: shape.headWidth, theta: ropeTheta)
  }

  /// - Parameter x: [token, hidden]: rows of visual tokens are there, those of text are written here.
  func forward(_ x: MatrixView, _ batch: PackedBatch, rotary: RotaryLayer, _ pass: Pass) -> Saved {
    for run in batch.textRuns { embedding.forward(batch.tokens[run], into: x[run], pass) }
    var saved: [TrainedLanguageLayer.Saved] = []
    var y = x
    for (index, layer) in layers.enumerated() {
      let wanted = index + 1 < layers.count ? 0..<x.rows : batch.questionRows
      let next = pass.arena.matrix(wanted.count, x.columns)
      saved.append(layer.forward(y, batch, wanted: wanted, rotary: rotary, into: next, pass))
      y = next
    }
    let count = batch.targets.count
    let last = pass.arena.matrix(count, x.columns)
    for (row, target) in batch.targets.enumerated() {
      let source = target.row - batch.questionRows.lowerBound
      last[row..<row + 1].copy(y[source..<source + 1])
    }
    let normed = pass.arena.matrix(count, x.columns)
    norm.forward(last, into: normed, pass)
    let logits = pass.arena.matrix(count, shape.vocabulary)
    output.forward(normed, into: logits, pass)
    return Saved(x: x, layers: saved, last: last, y: normed, logits: logits)
  }

  /// Runs back from `saved.logits`, which hold their gradient.
  ///
  /// - Returns: [token, hidden], the gradient of x.
  func backward(_ saved: Saved, _ batch: PackedBatch, rotary: RotaryLayer, _ pass: Pass) -> MatrixView {
    let hidden = saved.x.columns
    let result = pass.arena.matrix(saved.x.rows, hidden)
    let mark = pass.arena.mark
    let normed = pass.arena.matrix(saved.y.rows, hidden)
    output.backward(saved.logits, input: saved.y, into: normed, pass)
    let last = pass.arena.zeros(saved.last.rows, hidden)
    norm.backward(normed, input: saved.last, addingTo: last, pass)
    var d = pass.arena.zeros(batch.questionRows.count, hidden)
    for (row, target) in batch.targets.enumerated() {
      let source = target.row - batch.questionRows.lowerBound
      d[source..<source + 1].add(last[row..<row + 1])
    }
    for (index, layer) in layers.enumerated().reversed() {
      let wanted = index + 1 < layers.count ? 0..<saved.x.rows : batch.questionRows
      layer.backward(d, saved.layers[index], batch, wanted: wanted, rotary: rotary, into: result, pass)
      d = result
    }
    pass.arena.release(to: mark)
    for run in batch.textRuns { embedding.backward(result[run], tokens: batch.tokens[run], pass) }
    return result
  }
}
