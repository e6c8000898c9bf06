import M3Core
import M3Tensor

/// One decoder layer of LLaMA: attention and a SwiGLU MLP, each after an RMS norm and added to its input.
struct TrainedLanguageLayer {
  /// What the backward pass reads.
  ///
  /// Rows of all but the last layer are the pass's; of the last one those that are wanted.
  struct Saved {
    var x: MatrixView
    /// norm1(x).
    var y: MatrixView
    /// [token, (heads + 2 * key heads) * width], turned by position.
    var queryKeyValue: MatrixView
    var attended: MatrixView
    /// [head, wanted token].
    var logSums: MatrixView
    /// x + attention, wanted rows.
    var middle: MatrixView
    /// norm2(middle).
    var z: MatrixView
    /// [wanted token, 2 * mlp]; the backward pass overwrites it.
    var gateUp: MatrixView
  }

  let norm1: RMSNormLayer
  let queryKeyValue: LinearLayer
  let attention: AttentionLayer
  let out: LinearLayer
  let norm2: RMSNormLayer
  let gateUp: LinearLayer
  let down: LinearLayer

  init(_ layout: inout ParameterLayout, _ name: String, _ shape: ModelShape.Language, epsilon: Float) {
    norm1 = RMSNormLayer(&layout, "\(name).input_layernorm", epsilon: epsilon)
    queryKeyValue = LinearLayer(&layout, ["q", "k", "v"].map { "\(name).self_attn.\($0)_proj" }, bias: false)
    out = LinearLayer(&layout, ["\(name).self_attn.o_proj"], bias: false)
    norm2 = RMSNormLayer(&layout, "\(name).post_attention_layernorm", epsilon: epsilon)
    gateUp = LinearLayer(&layout, ["\(name).mlp.gate_proj", "\(name).mlp.up_proj"], bias: false)
    down = LinearLayer(&layout, ["\(name).mlp.down_proj"], bias: false)
    attention = AttentionLayer(heads: shape.heads, keyHeads: shape.keyValueHeads, width: shape.headWidth)
  }

  /// - Parameters:
  ///   - x: all rows of the pass.
  ///   - wanted: rows that the layer above reads, up to the last; keys and values are made of all.
  ///   - next: the wanted rows, layered once more.
  func forward(
    _ x: MatrixView, _ batch: PackedBatch, wanted: Range<Int>, rotary: RotaryLayer, into next: MatrixView, _ pass: Pass
  ) -> Saved {
    let (rows, width) = (x.rows, x.columns)
    let arena = pass.arena
    let saved = Saved(
      x: x, y: arena.matrix(rows, width), queryKeyValue: arena.matrix(rows, queryKeyValue.outputs),
      attended: arena.matrix(wanted.count, out.inputs), logSums: arena.matrix(attention.heads, wanted.count),
      middle: arena.matrix(wanted.count, width), z: arena.matrix(wanted.count, width),
      gateUp: arena.matrix(wanted.count, gateUp.outputs))

    norm1.forward(x, into: saved.y, pass)
    if wanted.count == rows {
      queryKeyValue.forward(saved.y, into: saved.queryKeyValue, pass)
    } else {
      for (outputs, part) in parts(rows, wanted) {
        queryKeyValue.forward(
          saved.y[part], outputs: outputs, into: saved.queryKeyValue[part].columns(outputs), pass)
      }
    }
    for (columns, part) in turned(rows, wanted) {
      rotary.forward(saved.queryKeyValue[part].columns(columns), at: batch.positions[part], pass)
    }
    attention.forward(
      saved.queryKeyValue, batch.spans(from: wanted.lowerBound), first: wanted.lowerBound, into: saved.attended,
      logSums: saved.logSums, pass)
    saved.middle.copy(x[wanted])
    out.forward(saved.attended, adding: true, into: saved.middle, pass)

    norm2.forward(saved.middle, into: saved.z, pass)
    gateUp.forward(saved.z, into: saved.gateUp, pass)
    let mark = arena.mark
    let active = arena.matrix(wanted.count, down.inputs)
    SwiGLULayer.forward(saved.gateUp, into: active, pass)
    next.copy(saved.middle)
    down.forward(active, adding: true, into: next, pass)
    arena.release(to: mark)
    return saved
  }

  /// - Parameters:
  ///   - d: the gradient of the wanted rows of `next`; overwritten.
  ///   - dx: becomes the gradient of all rows of x; may be d when all rows are wanted.
  func backward(
    _ d: MatrixView, _ saved: Saved, _ batch: PackedBatch, wanted: Range<Int>, rotary: RotaryLayer,
    into dx: MatrixView, _ pass: Pass
  ) {
    let rows = saved.x.rows
    let arena = pass.arena
    let mark = arena.mark
    let active = arena.matrix(wanted.count, down.inputs)
    pass.compute.multiply(d, pass.weights(down.weight), into: active)
    SwiGLULayer.backward(replacing: saved.gateUp, restoring: active, pass)
    down.backward(d, input: active, into: nil, pass)
    let narrow = arena.matrix(wanted.count, d.columns)
    gateUp.backward(saved.gateUp, input: saved.z, into: narrow, pass)
    norm2.backward(narrow, input: saved.middle, addingTo: d, pass)

    let attended = arena.matrix(wanted.count, out.inputs)
    let wide = arena.matrix(rows, queryKeyValue.outputs)
    out.backward(d, input: saved.attended, into: attended, pass)
    attention.backward(
      attended, input: saved.queryKeyValue, output: saved.attended, logSums: saved.logSums,
      batch.spans(from: wanted.lowerBound), first: wanted.lowerBound, into: wide, pass)
    for (columns, part) in turned(rows, wanted) {
      rotary.backward(wide[part].columns(columns), at: batch.positions[part], pass)
    }
    let below = arena.matrix(rows, d.columns)
    if wanted.count == rows {
      queryKeyValue.backward(wide, input: saved.y, into: below, pass)
    } else {
      for (outputs, part) in parts(rows, wanted).reversed() {
        queryKeyValue.backward(
          wide[part].columns(outputs), input: saved.y[part], outputs: outputs, adding: part.count < rows,
          into: below[part], pass)
      }
      dx[0..<wanted.lowerBound].clear()
      dx[wanted].copy(d)
    }
    norm1.backward(below, input: saved.x, addingTo: wanted.count == rows ? d : dx, pass)
    if wanted.count == rows, dx.matrix !== d.matrix { dx.copy(d) }
    arena.release(to: mark)
  }

  /// Outputs of the fused product and the rows that they are made of: queries of the wanted rows, the rest of all.
  private func parts(_ rows: Int, _ wanted: Range<Int>) -> [(outputs: Range<Int>, rows: Range<Int>)] {
    [
      (attention.queryColumns, wanted), (attention.keyColumns.lowerBound..<attention.valueColumns.upperBound, 0..<rows),
    ]
  }

  /// Columns that are turned, and their rows.
  private func turned(_ rows: Int, _ wanted: Range<Int>) -> [(columns: Range<Int>, rows: Range<Int>)] {
    wanted.count == rows
      ? [(attention.rotatedColumns, 0..<rows)]
      : [(attention.queryColumns, wanted), (attention.keyColumns, 0..<rows)]
  }
}
