import M3Core
import M3Tensor

/// The memory of one pass through the language model, made once for the most tokens of a pass.
final class LanguageWorkspace {
  /// The most tokens in a pass.
  let tokens: Int
  /// [token, hidden], the residual stream.
  let x: Matrix
  /// [token, hidden], what goes into a block.
  let y: Matrix
  /// [token, heads * width].
  let query: Matrix
  /// [token, key-value heads * width].
  let key: Matrix
  let value: Matrix
  /// [token, mlp].
  let gate: Matrix
  /// [sequence, vocabulary].
  let logits: Matrix

  /// - Parameters:
  ///   - tokens: the most in a pass.
  ///   - sequences: the most that logits are wanted for.
  init(_ shape: ModelShape.Language, tokens: Int, sequences: Int) {
    self.tokens = tokens
    x = Matrix(rows: tokens, columns: shape.hidden)
    y = Matrix(rows: tokens, columns: shape.hidden)
    query = Matrix(rows: tokens, columns: shape.heads * shape.headWidth)
    key = Matrix(rows: tokens, columns: shape.keyValueHeads * shape.headWidth)
    value = Matrix(rows: tokens, columns: shape.keyValueHeads * shape.headWidth)
    gate = Matrix(rows: tokens, columns: shape.mlp)
    logits = Matrix(rows: sequences, columns: shape.vocabulary)
  }
}
