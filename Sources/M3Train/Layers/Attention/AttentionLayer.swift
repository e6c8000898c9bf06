import CM3Kernels
import Glibc
import M3Tensor

/// Attention over queries, keys and values that lie side by side: [row, (heads + 2 * key heads) * width].
///
/// Of the scores only their log sums are kept, [head, row]; the backward pass computes them again block by block. With P
/// the softmax of a block's scores and d the gradient of its output: that of V is P^T d, of P d V^T, of the scores
/// P * (dP - rowsum(d * output)), from which those of Q and K follow.
struct AttentionLayer {
  let heads: Int
  /// Groups of query heads share a head of keys and values.
  let keyHeads: Int
  /// Of a head.
  let width: Int

  var queryColumns: Range<Int> { 0..<heads * width }
  var keyColumns: Range<Int> { heads * width..<(heads + keyHeads) * width }
  var valueColumns: Range<Int> { (heads + keyHeads) * width..<(heads + 2 * keyHeads) * width }
  var rotatedColumns: Range<Int> { 0..<(heads + keyHeads) * width }
  private var scale: Float { 1 / sqrtf(Float(width)) }
  private var group: Int { heads / keyHeads }

  /// - Parameters:
  ///   - x: [row, columns], queries, keys and values.
  ///   - sequences: spans of each; no row belongs to two.
  ///   - output: [query row, heads * width]; row 0 is the pass's row `first`.
  ///   - logSums: [head, query row].
  func forward(
    _ x: MatrixView, _ sequences: [[AttentionSpan]], first: Int = 0, into output: MatrixView, logSums: MatrixView,
    _ pass: Pass
  ) {
    let blocks = sequences.flatMap { $0.flatMap { span in self.blocks(of: span).map { (span, $0) } } }
    let size = blocks.map { scoreCount($0.0, $0.1) }.max() ?? 0
    unsafe pass.compute.withScratch(size) { scratch in
      pass.compute.forEach(blocks.count * heads, work: size * width) { index, worker in
        let (span, rows) = blocks[index / heads]
        let head = index % heads
        let view = Head(self, x, head, span, rows)
        let scores = unsafe scratch(worker)
        unsafe view.scores(into: scores)
        let out = output[rows.lowerBound - first..<rows.upperBound - first].columns(head * width..<(head + 1) * width)
        for row in 0..<rows.count {
          let sum = unsafe m3_softmax_and_log_sum(scores + row * view.total, view.total, scale)
          unsafe logSums.base[head * logSums.stride + rows.lowerBound - first + row] = sum
        }
        unsafe view.product(scores, view.sharedValues, view.ownValues, into: out)
      }
    }
  }

  /// - Parameters:
  ///   - d: [query row, heads * width], the gradient of `output`.
  ///   - dx: [row, columns], gets the gradients of all queries, keys and values of the sequences.
  func backward(
    _ d: MatrixView, input x: MatrixView, output: MatrixView, logSums: MatrixView, _ sequences: [[AttentionSpan]],
    first: Int = 0, into dx: MatrixView, _ pass: Pass
  ) {
    let size = sequences.joined().reduce(0) { size, span in
      blocks(of: span).reduce(size) { max($0, scoreCount(span, $1)) }
    }
    dx.columns(keyColumns.lowerBound..<valueColumns.upperBound).clear()
    unsafe pass.compute.withScratch(2 * size) { scratch in
      pass.compute.forEach(sequences.count * keyHeads, work: 5 * size * width * group) { index, worker in
        for head in index % keyHeads * group..<(index % keyHeads + 1) * group {
          for span in sequences[index / keyHeads] {
            for rows in blocks(of: span) {
              let columns = head * width..<(head + 1) * width
              let local = rows.lowerBound - first..<rows.upperBound - first
              let view = Head(self, x, head, span, rows)
              unsafe backward(
                view, d[local].columns(columns), output[local].columns(columns),
                logSums.base + head * logSums.stride + local.lowerBound, Head(self, dx, head, span, rows),
                scratch(worker), scratch(worker) + size)
            }
          }
        }
      }
    }
  }

  private func backward(
    _ view: Head, _ d: MatrixView, _ output: MatrixView, _ logSums: UnsafeMutablePointer<Float>, _ gradient: Head,
    _ scores: UnsafeMutablePointer<Float>, _ slopes: UnsafeMutablePointer<Float>
  ) {
    unsafe view.scores(into: scores)
    unsafe view.slopes(d, into: slopes)
    for row in 0..<view.rows.count {
      let inner = unsafe m3_dot(d.base + row * d.stride, output.base + row * output.stride, width)
      unsafe m3_softmax_gradient(
        scores + row * view.total, slopes + row * view.total, view.total, scale, logSums[row], inner)
    }
    unsafe view.product(slopes, view.sharedKeys, view.ownKeys, into: gradient.queries)
    unsafe view.accumulate(slopes, view.queries, into: gradient.sharedKeys, gradient.ownKeys)
    unsafe view.accumulate(scores, d, into: gradient.sharedValues, gradient.ownValues)
  }

  /// Queries whose scores are held at once: as many as a cache has room for.
  private func blocks(of span: AttentionSpan) -> [Range<Int>] {
    let keys = span.shared.count + (span.starts == nil ? 0 : span.queries.upperBound - (span.starts?.first ?? 0))
    let size = max(Self.fewestQueries, min(Self.mostQueries, Self.scoreRoom / max(1, keys) / 16 * 16))
    return stride(from: span.queries.lowerBound, to: span.queries.upperBound, by: size).map {
      $0..<min(span.queries.upperBound, $0 + size)
    }
  }

  private func scoreCount(_ span: AttentionSpan, _ rows: Range<Int>) -> Int {
    rows.count * (span.shared.count + span.own(of: rows).count)
  }

  private static let fewestQueries = 48
  private static let mostQueries = 128
  /// Floats of scores that stay in a core's own cache.
  private static let scoreRoom = 1 << 16
}
