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

  private func query(_ head: Int) -> Range<Int> { head * width..<(head + 1) * width }
  private func key(_ head: Int) -> Range<Int> { (heads + head) * width..<(heads + head + 1) * width }
  private func value(_ head: Int) -> Range<Int> {
    (heads + keyHeads + head) * width..<(heads + keyHeads + head + 1) * width
  }

  /// - Parameters:
  ///   - x: [row, columns], queries, keys and values.
  ///   - sequences: spans of each; no row belongs to two.
  ///   - output: [query row, heads * width]; row 0 is the pass's row `first`.
  ///   - logSums: [head, query row].
  func forward(
    _ x: MatrixView, _ sequences: [[AttentionSpan]], first: Int = 0, into output: MatrixView, logSums: MatrixView,
    _ pass: Pass
  ) {
    let strips = sequences.joined().filter { !$0.queries.isEmpty }.map { AttentionStrip($0, width: width) }
    let room = strips.reduce(0) { max($0, 2 * $1.keyCount + $1.scoreCount) }
    unsafe pass.compute.withScratch(room) { scratch in
      pass.compute.forEach(strips.count * keyHeads, work: 4 * room * width * group) { index, worker in
        let strip = strips[index / keyHeads]
        let head = index % keyHeads
        let keys = unsafe scratch(worker)
        let values = unsafe keys + strip.keyCount
        let scores = unsafe values + strip.keyCount
        unsafe strip.gather(x.columns(key(head)), into: values)
        unsafe strip.transpose(values, into: keys)
        unsafe strip.gather(x.columns(value(head)), into: values)
        for member in head * group..<(head + 1) * group {
          for block in strip.blocks {
            let out = output[block.lowerBound - first..<block.upperBound - first].columns(query(member))
            unsafe strip.products(x[block].columns(query(member)), keys, of: block, into: scores)
            unsafe strip.mask(scores, of: block)
            let total = strip.total(block)
            for row in 0..<block.count {
              let sum = unsafe m3_softmax_and_log_sum(scores + row * total, total, scale)
              unsafe logSums.base[member * logSums.stride + block.lowerBound - first + row] = sum
            }
            unsafe strip.combine(scores, values, of: block, into: out)
          }
        }
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
    let sequences = sequences.map { $0.filter { !$0.queries.isEmpty }.map { AttentionStrip($0, width: width) } }
    let room = sequences.joined().reduce(0) { max($0, 5 * $1.keyCount + 2 * $1.scoreCount + 2 * $1.blockCount) }
    dx.columns(keyColumns.lowerBound..<valueColumns.upperBound).clear()
    unsafe pass.compute.withScratch(room) { scratch in
      pass.compute.forEach(sequences.count * keyHeads, work: 10 * room * width * group) { index, worker in
        for strip in sequences[index / keyHeads] {
          unsafe backward(
            strip, d, x, output, logSums, keyHead: index % keyHeads, first: first, into: dx, scratch(worker))
        }
      }
    }
  }

  /// One span's gradients of a head of keys and values, and of the queries that share it.
  private func backward(
    _ strip: AttentionStrip, _ d: MatrixView, _ x: MatrixView, _ output: MatrixView, _ logSums: MatrixView,
    keyHead: Int, first: Int, into dx: MatrixView, _ scratch: UnsafeMutablePointer<Float>
  ) {
    let turnedKeys = unsafe scratch
    let turnedValues = unsafe turnedKeys + strip.keyCount
    let keys = unsafe turnedValues + strip.keyCount
    let keySlopes = unsafe keys + strip.keyCount
    let valueSlopes = unsafe keySlopes + strip.keyCount
    let scores = unsafe valueSlopes + strip.keyCount
    let slopes = unsafe scores + strip.scoreCount
    let queries = unsafe slopes + strip.scoreCount
    let outputs = unsafe queries + strip.blockCount

    unsafe strip.gather(x.columns(value(keyHead)), into: keys)
    unsafe strip.transpose(keys, into: turnedValues)
    unsafe strip.gather(x.columns(key(keyHead)), into: keys)
    unsafe strip.transpose(keys, into: turnedKeys)
    unsafe keySlopes.update(repeating: 0, count: 2 * strip.keyCount)
    for head in keyHead * group..<(keyHead + 1) * group {
      for block in strip.blocks {
        let total = strip.total(block)
        let local = block.lowerBound - first..<block.upperBound - first
        let (dRows, outRows) = (d[local].columns(query(head)), output[local].columns(query(head)))
        unsafe strip.products(x[block].columns(query(head)), turnedKeys, of: block, into: scores)
        unsafe strip.mask(scores, of: block)
        unsafe strip.products(dRows, turnedValues, of: block, into: slopes)
        for row in 0..<block.count {
          let inner = unsafe m3_dot(
            dRows.base + row * dRows.stride, outRows.base + row * outRows.stride, width)
          unsafe m3_softmax_gradient(
            scores + row * total, slopes + row * total, total, scale,
            logSums.base[head * logSums.stride + local.lowerBound + row], inner)
        }
        unsafe strip.combine(slopes, keys, of: block, into: dx[block].columns(query(head)))
        unsafe strip.copy(x[block].columns(query(head)), into: queries)
        unsafe strip.accumulate(slopes, queries, of: block, into: keySlopes)
        unsafe strip.copy(dRows, into: outputs)
        unsafe strip.accumulate(scores, outputs, of: block, into: valueSlopes)
      }
    }
    unsafe strip.scatter(keySlopes, addingTo: dx.columns(key(keyHead)))
    unsafe strip.scatter(valueSlopes, addingTo: dx.columns(value(keyHead)))
  }
}
