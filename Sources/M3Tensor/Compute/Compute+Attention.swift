import CM3Kernels
import COpenBLAS
import Glibc

extension Compute {
  /// Attention of a whole sequence over itself, every token over every token.
  ///
  /// - Parameters:
  ///   - query, key, value, output: [token, head * width]; output may be query.
  ///   - heads: heads of all four.
  public func attend(
    _ query: MatrixView, _ key: MatrixView, _ value: MatrixView, heads: Int, into output: MatrixView
  ) {
    precondition(query.columns % heads == 0, "\(query.columns) columns do not divide into \(heads) heads")
    let width = query.columns / heads
    let tokens = key.rows
    let blocks = (query.rows + Self.queryBlock - 1) / Self.queryBlock
    unsafe withScratch(Self.queryBlock * tokens) { scratch in
      forEach(heads * blocks, work: 4 * Self.queryBlock * tokens * width) { index, worker in
        let columns = index / blocks * width..<(index / blocks + 1) * width
        let first = index % blocks * Self.queryBlock
        let rows = first..<min(query.rows, first + Self.queryBlock)
        unsafe attend(
          query[rows].columns(columns), key.columns(columns), value.columns(columns), scores: scratch(worker),
          into: output[rows].columns(columns)
        ) { _ in tokens }
      }
    }
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
    if query.rows == 1 {
      attendOnce(query, over: store, layer: layer, tokens: position + 1, into: output)
      return
    }
    let group = heads / store.heads
    let blocks = (query.rows + Self.queryBlock - 1) / Self.queryBlock
    unsafe withScratch(Self.queryBlock * (position + query.rows)) { scratch in
      forEach(heads * blocks, work: 4 * Self.queryBlock * (position + query.rows) * store.width) { index, worker in
        let head = index % heads
        let columns = head * store.width..<(head + 1) * store.width
        let first = (blocks - 1 - index / heads) * Self.queryBlock  // the longest first: threads end together
        let rows = first..<min(query.rows, first + Self.queryBlock)
        let tokens = 0..<position + rows.upperBound
        unsafe attend(
          query[rows].columns(columns), store.keys(layer: layer, head: head / group)[tokens],
          store.values(layer: layer, head: head / group)[tokens], scores: scratch(worker),
          into: output[rows].columns(columns)
        ) { row in position + first + row + 1 }
      }
    }
  }

  /// A block of queries of one head: `visible` says how many keys a row sees.
  private func attend(
    _ query: MatrixView, _ key: MatrixView, _ value: MatrixView, scores: UnsafeMutablePointer<Float>,
    into output: MatrixView, visible: (Int) -> Int
  ) {
    let tokens = key.rows
    let scale = 1 / sqrtf(Float(query.columns))
    unsafe m3_blas_product(
      scores, tokens, query.base, query.stride, key.base, key.stride, true, query.rows, tokens, query.columns, false)
    for row in 0..<query.rows {
      let seen = visible(row)
      unsafe m3_softmax(scores + row * tokens, seen, scale)
      unsafe (scores + (row * tokens + seen)).update(repeating: 0, count: tokens - seen)
    }
    unsafe m3_blas_product(
      output.base, output.stride, scores, tokens, value.base, value.stride, false, query.rows, value.columns, tokens,
      false)
  }

  /// One token's attention over `tokens` positions: keys and values are read once for the heads that share them.
  private func attendOnce(
    _ query: MatrixView, over store: KeyValueStore, layer: Int, tokens: Int, into output: MatrixView
  ) {
    let width = store.width
    let group = query.columns / width / store.heads
    let scale = 1 / sqrtf(Float(width))
    unsafe withScratch(group * tokens) { scratch in
      forEach(store.heads, work: 4 * group * tokens * width) { head, worker in
        let scores = unsafe scratch(worker)
        let start = head * group * width
        let keys = store.keys(layer: layer, head: head)
        let values = store.values(layer: layer, head: head)
        unsafe m3_dots(
          scores, tokens, query.base + start, width, group, keys.base, M3_FLOAT32, 4 * keys.stride, tokens, width)
        for member in 0..<group {
          unsafe m3_softmax(scores + member * tokens, tokens, scale)
          unsafe m3_weighted_sum(
            output.base + (start + member * width), scores + member * tokens, values.base, values.stride, tokens, width)
        }
      }
    }
  }

  /// Queries whose scores are held at once.
  private static let queryBlock = 128
}
