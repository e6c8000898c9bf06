import CM3Kernels

extension Compute {
  /// Attention of a whole sequence over itself, every token over every token.
  ///
  /// - Parameters:
  ///   - query, key, value, output: [token, head * width]; output may be query.
  ///   - heads: heads of all four.
  public func attend(
    _ query: MatrixView, _ key: MatrixView, _ value: MatrixView, heads: Int, into output: MatrixView
  ) {
    precondition(heads >= 1 && query.columns % heads == 0, "\(query.columns) columns do not divide into \(heads) heads")
    precondition(key.columns == query.columns && value.columns == query.columns, "keys and values as wide as queries")
    precondition(value.rows == key.rows && key.stride == value.stride, "a value for each key")
    let width = query.columns / heads
    let tokens = unsafe m3_keys_values(
      type: M3_CACHE_FLOAT32, heads: heads, width: width, head_stride: width, position_stride: key.stride,
      keys: key.base, values: value.base, key_scales: nil, value_scales: nil, scales_head_stride: 0,
      scales_position_stride: 0)
    unsafe run(query, heads: heads, over: tokens, tokens: key.rows, causal: false, into: output)
  }

  /// Attention of new tokens over a layer's keys and values, each over the positions up to its own.
  ///
  /// - Parameters:
  ///   - query, output: [token, head * width]; output may be query. Groups of query heads share a head of keys.
  ///   - position: of the first token; its own keys and values are in the store already.
  public func attend(
    _ query: MatrixView, over store: KeyValueStore, layer: Int, from position: Int, into output: MatrixView
  ) {
    let heads = query.columns / store.width
    precondition(heads % store.heads == 0 && heads * store.width == query.columns, "heads do not divide into groups")
    precondition(position >= 0 && position + query.rows <= store.capacity, "\(store.capacity) positions")
    unsafe run(
      query, heads: heads, over: store.filled(layer: layer), tokens: position + query.rows, causal: true, into: output)
  }

  private func run(
    _ query: MatrixView, heads: Int, over tokens: m3_keys_values, tokens count: Int, causal: Bool,
    into output: MatrixView
  ) {
    precondition(output.rows == query.rows && output.columns == query.columns, "an output for each query")
    guard query.rows > 0 else { return }
    var attention = unsafe m3_attention(
      output: output.base, query: query.base, output_stride: output.stride, query_stride: query.stride,
      queries: query.rows, heads: heads, cache: tokens, tokens: count, causal: causal)
    let bytes = unsafe m3_attention_scratch(&attention)
    unsafe withSharedScratch(bytes) { scratch in unsafe m3_attend(&attention, scratch) }
  }
}
