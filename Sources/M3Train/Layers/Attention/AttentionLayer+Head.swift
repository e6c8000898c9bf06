import COpenBLAS
import M3Tensor

extension AttentionLayer {
  /// One head's view of a block of queries, and of the keys and values that they see: the shared ones, then their own.
  ///
  /// Scores are [query, shared + own], a row `total` floats long.
  struct Head {
    let span: AttentionSpan
    let rows: Range<Int>
    let queries: MatrixView
    let sharedKeys: MatrixView
    let sharedValues: MatrixView
    let ownKeys: MatrixView
    let ownValues: MatrixView
    private let own: Range<Int>

    init(_ layer: AttentionLayer, _ x: MatrixView, _ head: Int, _ span: AttentionSpan, _ rows: Range<Int>) {
      let keyHead = head / (layer.heads / layer.keyHeads)
      let width = layer.width
      let key = layer.keyColumns.lowerBound + keyHead * width
      let value = layer.valueColumns.lowerBound + keyHead * width
      self.span = span
      self.rows = rows
      own = span.own(of: rows)
      queries = x[rows].columns(head * width..<(head + 1) * width)
      sharedKeys = x[span.shared].columns(key..<key + width)
      sharedValues = x[span.shared].columns(value..<value + width)
      ownKeys = x[own].columns(key..<key + width)
      ownValues = x[own].columns(value..<value + width)
    }

    /// Keys that a row of scores has a place for.
    var total: Int { span.shared.count + own.count }

    /// Products of queries and keys; minus infinity where a query does not see a key.
    func scores(into scores: UnsafeMutablePointer<Float>) {
      unsafe product(queries, sharedKeys, ownKeys, into: scores)
      guard let starts = span.starts else { return }
      for (index, row) in rows.enumerated() {
        let before = starts[row - span.queries.lowerBound] - own.lowerBound
        let through = row + 1 - own.lowerBound
        let line = unsafe scores + (index * total + span.shared.count)
        unsafe line.update(repeating: -.infinity, count: before)
        unsafe (line + through).update(repeating: -.infinity, count: own.count - through)
      }
    }

    /// Gradients of the softmax: products of the output's gradient and the values.
    func slopes(_ d: MatrixView, into slopes: UnsafeMutablePointer<Float>) {
      unsafe product(d, sharedValues, ownValues, into: slopes)
    }

    private func product(
      _ a: MatrixView, _ shared: MatrixView, _ own: MatrixView, into scores: UnsafeMutablePointer<Float>
    ) {
      for (keys, start) in [(shared, 0), (own, shared.rows)] where keys.rows > 0 {
        unsafe m3_blas_product(
          scores + start, total, a.base, a.stride, keys.base, keys.stride, true, a.rows, keys.rows, a.columns, false)
      }
    }

    /// output = scores [shared; own].
    func product(
      _ scores: UnsafeMutablePointer<Float>, _ shared: MatrixView, _ own: MatrixView, into output: MatrixView
    ) {
      var adding = false
      for (values, start) in [(shared, 0), (own, shared.rows)] where values.rows > 0 {
        unsafe m3_blas_product(
          output.base, output.stride, scores + start, total, values.base, values.stride, false, rows.count,
          values.columns, values.rows, adding)
        adding = true
      }
    }

    /// [shared; own] += scores^T a.
    func accumulate(
      _ scores: UnsafeMutablePointer<Float>, _ a: MatrixView, into shared: MatrixView, _ own: MatrixView
    ) {
      for (sums, start) in [(shared, 0), (own, shared.rows)] where sums.rows > 0 {
        unsafe m3_blas_product_of_transposed(
          sums.base, sums.stride, scores + start, total, a.base, a.stride, sums.rows, a.columns, rows.count, true)
      }
    }
  }
}
