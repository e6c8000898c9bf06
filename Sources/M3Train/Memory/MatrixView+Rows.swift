import CM3Kernels
import M3Tensor

extension MatrixView {
  /// Adds another of the same shape, or of one row to every row.
  func add(_ other: MatrixView) {
    precondition(other.columns == columns && (other.rows == rows || other.rows == 1), "shapes differ")
    let step = other.rows == rows ? other.stride : 0
    for row in 0..<rows { unsafe m3_add(base + row * stride, other.base + row * step, columns) }
  }

  /// Adds all its rows to one.
  func addRows(to sum: MatrixView, _ compute: Compute) {
    precondition(sum.rows == 1 && sum.columns == columns, "a sum for each column expected")
    compute.forEachRange(of: columns, work: rows) { range in
      for row in 0..<rows {
        unsafe m3_add(sum.base + range.lowerBound, base + (row * stride + range.lowerBound), range.count)
      }
    }
  }
}
