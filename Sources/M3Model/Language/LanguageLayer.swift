import M3Tensor

/// One decoder layer of LLaMA: pre-norm attention over what came before, then a SwiGLU MLP, each added to its input.
struct LanguageLayer {
  let inputNorm: RMSNorm
  let query: Linear
  let key: Linear
  let value: Linear
  let out: Linear
  let mlpNorm: RMSNorm
  let gate: Linear
  let up: Linear
  let down: Linear

  init(_ reader: WeightReader, epsilon: Float) throws(ModelError) {
    inputNorm = try reader.rmsNorm("input_layernorm", epsilon: epsilon)
    query = try reader.linear("self_attn.q_proj", bias: false)
    key = try reader.linear("self_attn.k_proj", bias: false)
    value = try reader.linear("self_attn.v_proj", bias: false)
    out = try reader.linear("self_attn.o_proj", bias: false)
    mlpNorm = try reader.rmsNorm("post_attention_layernorm", epsilon: epsilon)
    gate = try reader.linear("mlp.gate_proj", bias: false)
    up = try reader.linear("mlp.up_proj", bias: false)
    down = try reader.linear("mlp.down_proj", bias: false)
  }

  /// x = x + attention(norm(x)); x = x + mlp(norm(x)), in place; keys and values go into the caches.
  ///
  /// - Parameters:
  ///   - runs: which rows continue which sequence; together all rows of the pass.
  ///   - index: of the layer.
  ///   - wanted: rows whose output anyone reads; the others only leave their keys and values.
  ///   - space: memory; x is its `x`.
  func forward(_ runs: [Run], layer index: Int, wanted: Range<Int>, _ space: LanguageWorkspace, _ compute: Compute) {
    let rows = runs.last?.rows.upperBound ?? 0
    let y = space.y.first(rows)
    let (k, v) = (space.key.first(rows), space.value.first(rows))

    let q = space.query[wanted]
    compute.norm(space.x.first(rows), inputNorm, into: y)
    if wanted == 0..<rows {
      compute.products(y, query, into: q, key, into: k, value, into: v)
    } else {
      compute.product(y, key, into: k)
      compute.product(y, value, into: v)
      compute.product(y[wanted], query, into: q)
    }
    for run in runs {
      compute.rotate(k[run.rows], by: run.cache.rotary, from: run.position)
      run.cache.store.write(k[run.rows], v[run.rows], layer: index, at: run.position)
    }
    guard !wanted.isEmpty else { return }

    for run in runs {
      let part = run.rows.clamped(to: wanted)
      guard !part.isEmpty else { continue }
      let position = run.position + part.lowerBound - run.rows.lowerBound
      let queries = space.query[part]
      compute.rotate(queries, by: run.cache.rotary, from: position)
      compute.attend(queries, over: run.cache.store, layer: index, from: position, into: queries)
    }
    let x = space.x[wanted]
    compute.product(q, out, .add, into: x)

    compute.norm(x, mlpNorm, into: y[wanted])
    let g = space.gate[wanted]
    compute.gatedProduct(y[wanted], gate: gate, up: up, into: g)
    compute.product(g, down, .add, into: x)
  }
}
