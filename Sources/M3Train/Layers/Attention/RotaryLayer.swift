import CM3Kernels
import M3Tensor

/// Turns the heads of each row by its position (`RotaryTable`); the gradient is turned back by the same angles.
final class RotaryLayer {
  private let table: RotaryTable
  /// [position, width / 2], the sines of the opposite angles.
  private let opposite: Matrix

  init(positions: Int, width: Int, theta: Double) {
    table = RotaryTable(positions: positions, width: width, theta: theta)
    opposite = Matrix(rows: positions, columns: width / 2, values: table.sine.all.values.map { -$0 })
  }

  var positions: Int { table.positions }

  /// - Parameters:
  ///   - x: [row, head * width], turned in place.
  ///   - positions: of each row.
  func forward(_ x: MatrixView, at positions: ArraySlice<Int>, _ pass: Pass) {
    turn(x, at: positions, table.sine, pass)
  }

  /// d, the gradient of what `forward` left, becomes that of what it found.
  func backward(_ d: MatrixView, at positions: ArraySlice<Int>, _ pass: Pass) { turn(d, at: positions, opposite, pass) }

  private func turn(_ x: MatrixView, at positions: ArraySlice<Int>, _ sine: Matrix, _ pass: Pass) {
    precondition(positions.count == x.rows && x.columns % table.width == 0, "a position for each row expected")
    let cosine = table.cosine.all
    let sine = sine.all
    pass.compute.forEachRange(of: x.rows, work: 4 * x.columns) { rows in
      for row in rows {
        let position = positions[positions.startIndex + row]
        precondition(position < table.positions, "position \(position) of \(table.positions)")
        unsafe m3_rotary(
          x.base + row * x.stride, cosine.base + position * cosine.stride, sine.base + position * sine.stride,
          x.columns / table.width, table.width)
      }
    }
  }
}
