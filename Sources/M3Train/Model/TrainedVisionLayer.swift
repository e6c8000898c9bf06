import M3Tensor

/// One encoder layer of CLIP: pre-norm attention of all patches over all patches, then an MLP, each added to its input.
struct TrainedVisionLayer {
  /// What the backward pass reads.
  struct Saved {
    var x: MatrixView
    /// norm1(x).
    var y: MatrixView
    /// [token, 3 * hidden].
    var queryKeyValue: MatrixView
    var attended: MatrixView
    /// [head, token].
    var logSums: MatrixView
    /// x + attention.
    var middle: MatrixView
    /// norm2(middle).
    var z: MatrixView
    /// Before the activation, [token, mlp].
    var inner: MatrixView
  }

  let norm1: LayerNormLayer
  let queryKeyValue: LinearLayer
  let attention: AttentionLayer
  let out: LinearLayer
  let norm2: LayerNormLayer
  let fc1: LinearLayer
  let activation: ActivationLayer
  let fc2: LinearLayer

  init(_ layout: inout ParameterLayout, _ name: String, heads: Int, activation: Activation, epsilon: Float) {
    norm1 = LayerNormLayer(&layout, "\(name).layer_norm1", epsilon: epsilon)
    queryKeyValue = LinearLayer(&layout, ["q", "k", "v"].map { "\(name).self_attn.\($0)_proj" }, bias: true)
    out = LinearLayer(&layout, ["\(name).self_attn.out_proj"], bias: true)
    norm2 = LayerNormLayer(&layout, "\(name).layer_norm2", epsilon: epsilon)
    fc1 = LinearLayer(&layout, ["\(name).mlp.fc1"], bias: true)
    fc2 = LinearLayer(&layout, ["\(name).mlp.fc2"], bias: true)
    attention = AttentionLayer(heads: heads, keyHeads: heads, width: out.inputs / heads)
    self.activation = ActivationLayer(activation: activation)
  }

  /// next = middle + mlp(norm2(middle)), where middle = x + attention(norm1(x)).
  func forward(_ x: MatrixView, _ crops: [[AttentionSpan]], into next: MatrixView, _ pass: Pass) -> Saved {
    let (rows, width) = (x.rows, x.columns)
    let arena = pass.arena
    let saved = Saved(
      x: x, y: arena.matrix(rows, width), queryKeyValue: arena.matrix(rows, 3 * width),
      attended: arena.matrix(rows, width), logSums: arena.matrix(attention.heads, rows),
      middle: arena.matrix(rows, width), z: arena.matrix(rows, width), inner: arena.matrix(rows, fc1.outputs))

    norm1.forward(x, into: saved.y, pass)
    queryKeyValue.forward(saved.y, into: saved.queryKeyValue, pass)
    attention.forward(saved.queryKeyValue, crops, into: saved.attended, logSums: saved.logSums, pass)
    saved.middle.copy(x)
    out.forward(saved.attended, adding: true, into: saved.middle, pass)

    norm2.forward(saved.middle, into: saved.z, pass)
    fc1.forward(saved.z, into: saved.inner, pass)
    let mark = arena.mark
    let active = arena.matrix(rows, fc1.outputs)
    activation.forward(saved.inner, into: active, pass)
    next.copy(saved.middle)
    fc2.forward(active, adding: true, into: next, pass)
    arena.release(to: mark)
    return saved
  }

  /// d, the gradient of `next`, becomes that of x.
  func backward(_ d: MatrixView, _ saved: Saved, _ crops: [[AttentionSpan]], _ pass: Pass) {
    let (rows, width) = (d.rows, d.columns)
    let arena = pass.arena
    let mark = arena.mark
    let narrow = arena.matrix(rows, width)

    let inner = arena.matrix(rows, fc1.outputs)
    let active = arena.matrix(rows, fc1.outputs)
    pass.compute.multiply(d, pass.weights(fc2.weight), into: inner)
    activation.backward(inner, input: saved.inner, recomputing: active, pass)
    fc2.backward(d, input: active, into: nil, pass)
    fc1.backward(inner, input: saved.z, into: narrow, pass)
    norm2.backward(narrow, input: saved.middle, addingTo: d, pass)

    let wide = arena.matrix(rows, 3 * width)
    out.backward(d, input: saved.attended, into: narrow, pass)
    attention.backward(
      narrow, input: saved.queryKeyValue, output: saved.attended, logSums: saved.logSums, crops, into: wide, pass)
    queryKeyValue.backward(wide, input: saved.y, into: narrow, pass)
    norm1.backward(narrow, input: saved.x, addingTo: d, pass)
    arena.release(to: mark)
  }
}
