import CM3Kernels

extension Compute {
  /// Turns every head of each row by its position, in place.
  ///
  /// - Parameters:
  ///   - x: [row, head * width].
  ///   - start: position of the first row.
  public func rotate(_ x: MatrixView, by table: RotaryTable, from start: Int) {
    precondition(x.columns % table.width == 0, "whole heads of \(table.width) expected, found \(x.columns) columns")
    precondition(start >= 0 && start + x.rows <= table.positions, "positions are known up to \(table.positions)")
    forEachRange(of: x.rows, work: 4 * x.columns) { rows in
      for row in rows {
        let angles = (start + row) * table.width / 2
        unsafe m3_rotary(
          x.base + row * x.stride, table.cosine.storage.base + angles, table.sine.storage.base + angles,
          x.columns / table.width, table.width)
      }
    }
  }
}
