import M3Tensor

/// One encoder layer of CLIP: pre-norm attention of all patches over all patches, then an MLP, each added to its input.
struct VisionLayer {
  let norm1: LayerNorm
  let query: Linear
  let key: Linear
  let value: Linear
  let out: Linear
  let norm2: LayerNorm
  let fc1: Linear
  let fc2: Linear

  init(_ reader: WeightReader, epsilon: Float) throws(ModelError) {
    norm1 = try reader.layerNorm("layer_norm1", epsilon: epsilon)
    query = try reader.linear("self_attn.q_proj", bias: true)
    key = try reader.linear("self_attn.k_proj", bias: true)
    value = try reader.linear("self_attn.v_proj", bias: true)
    out = try reader.linear("self_attn.out_proj", bias: true)
    norm2 = try reader.layerNorm("layer_norm2", epsilon: epsilon)
    fc1 = try reader.linear("mlp.fc1", bias: true)
    fc2 = try reader.linear("mlp.fc2", bias: true)
  }

  /// x = x + attention(norm1(x)); x = x + mlp(norm2(x)), in place.
  ///
  /// - Parameters:
  ///   - crops: rows of each crop; attention stays inside one.
  ///   - space: memory; x is its `x`, of the rows of all crops.
  func forward(
    _ crops: [Range<Int>], heads: Int, activation: Activation, _ space: VisionWorkspace, _ compute: Compute
  ) {
    let rows = crops.last?.upperBound ?? 0
    let (x, y) = (space.x.first(rows), space.y.first(rows))
    let (q, k, v) = (space.query.first(rows), space.key.first(rows), space.value.first(rows))
    let h = space.mlp.first(rows)

    compute.norm(x, norm1, into: y)
    compute.product(y, query, into: q)
    compute.product(y, key, into: k)
    compute.product(y, value, into: v)
    for crop in crops { compute.attend(q[crop], k[crop], v[crop], heads: heads, into: y[crop]) }
    compute.product(y, out, .add, into: x)

    compute.norm(x, norm2, into: y)
    compute.product(y, fc1, .activate(activation), into: h)
    compute.product(h, fc2, .add, into: x)
  }
}
