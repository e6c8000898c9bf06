import CM3Kernels
import M3Tensor

/// Token ids to rows of a table; the gradient of a row is added to its token's.
struct EmbeddingLayer {
  /// [vocabulary, width].
  let table: Block

  /// Writes the rows of tokens from a row on.
  ///
  /// - Precondition: every id is below the vocabulary.
  func forward(_ tokens: ArraySlice<Int32>, into y: MatrixView, _ pass: Pass) {
    let table = pass.weights(table)
    for (row, id) in tokens.enumerated() {
      y[row..<row + 1].copy(table[Int(id)..<Int(id) + 1])
    }
  }

  func backward(_ d: MatrixView, tokens: ArraySlice<Int32>, _ pass: Pass) {
    guard let gradient = pass.gradients(table) else { return }
    for (row, id) in tokens.enumerated() {
      unsafe m3_add(gradient.base + Int(id) * gradient.stride, d.base + row * d.stride, d.columns)
    }
  }
}
