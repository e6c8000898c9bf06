import M3Core
import M3Tensor

/// The memory of one pass through the vision tower and the projector, made once for the most crops of a pass.
///
/// Rows of the tower are tokens: for each crop the class token, then its patches.
final class VisionWorkspace {
  /// The most crops in a pass.
  let crops: Int
  /// [patch, 3 * side * side], of one crop.
  let patches: Matrix
  /// [token, hidden], the residual stream.
  let x: Matrix
  /// [token, hidden], what goes into a block.
  let y: Matrix
  /// [token, hidden].
  let query: Matrix
  let key: Matrix
  let value: Matrix
  /// [token, mlp].
  let mlp: Matrix
  /// [patch, width], of one crop, between the projector's layers; two, to go from one to the other.
  let projected: [Matrix]

  init(_ shape: ModelShape, crops: Int) {
    let vision = shape.vision
    let tokens = crops * (vision.patches + 1)
    self.crops = crops
    patches = Matrix(rows: vision.patches, columns: 3 * vision.patchSide * vision.patchSide)
    x = Matrix(rows: tokens, columns: vision.hidden)
    y = Matrix(rows: tokens, columns: vision.hidden)
    query = Matrix(rows: tokens, columns: vision.hidden)
    key = Matrix(rows: tokens, columns: vision.hidden)
    value = Matrix(rows: tokens, columns: vision.hidden)
    mlp = Matrix(rows: tokens, columns: vision.mlp)
    let width = shape.projector.max() ?? vision.hidden
    projected = (0..<2).map { _ in Matrix(rows: vision.patches, columns: width) }
  }
}
