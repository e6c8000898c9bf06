import M3Tensor

/// What one thread's passes work with: the weights, which all share, gradients of its own, and memory.
final class Pass {
  let compute: Compute
  let weights: FlatBuffer
  /// Of the loss with respect to the weights; passes add to it.
  let gradients: FlatBuffer
  let arena = Arena()
  /// Parts whose gradients are wanted.
  var trained: Set<Parameter.Part>

  init(compute: Compute, weights: FlatBuffer, gradients: FlatBuffer, trained: Set<Parameter.Part>) {
    self.compute = compute
    self.weights = weights
    self.gradients = gradients
    self.trained = trained
  }

  /// A block's weights, [row, column].
  func weights(_ block: Block) -> MatrixView {
    Matrix(rows: block.rows, columns: block.columns, in: weights, from: block.start).all
  }

  /// A block's gradients, or nil when its part is frozen.
  func gradients(_ block: Block) -> MatrixView? {
    guard trained.contains(block.part) else { return nil }
    return Matrix(rows: block.rows, columns: block.columns, in: gradients, from: block.start).all
  }

  /// Sums over rows, split over the threads and always added in the same order.
  ///
  /// - Parameters:
  ///   - width: values of a sum.
  ///   - work: operations of one row, roughly.
  ///   - body: adds the rows of a range to the sums that it gets.
  /// - Returns: [1, width], in the arena.
  func sum(
    over rows: Int, width: Int, work: Int, _ body: (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) -> MatrixView {
    let parts = compute.isSerial ? 1 : max(1, min(rows, Processor.threads))
    let partial = arena.zeros(parts, width)
    compute.forEach(parts, work: work * rows / parts) { part, _ in
      unsafe body(rows * part / parts..<rows * (part + 1) / parts, partial.base + part * partial.stride)
    }
    for part in 1..<max(1, parts) { partial[0..<1].add(partial[part..<part + 1]) }
    return partial[0..<1]
  }
}
