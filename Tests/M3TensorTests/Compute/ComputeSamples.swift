import M3Core
import M3Tensor

extension Matrix {
  /// Repeatable values in -1 ..< 1.
  static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return Matrix(
      rows: rows, columns: columns, values: (0..<rows * columns).map { _ in Float(2 * generator.unit() - 1) })
  }
}

/// The greatest difference between two views of one shape.
func greatestDifference(_ found: MatrixView, _ expected: [[Double]]) -> Double {
  var greatest = 0.0
  for (row, values) in expected.enumerated() {
    for (column, value) in values.enumerated() { greatest = max(greatest, abs(Double(found[row, column]) - value)) }
  }
  return greatest
}

/// The rows of a view as Double.
func rows(_ view: MatrixView) -> [[Double]] {
  (0..<view.rows).map { row in (0..<view.columns).map { Double(view[row, $0]) } }
}
