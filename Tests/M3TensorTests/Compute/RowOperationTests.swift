import Foundation
import M3Tensor
import Testing

@Suite struct RowOperationTests {
  @Test(arguments: [1, 7, 500]) func norms(count: Int) throws {
    let width = 37
    let compute = try Compute()
    let x = Matrix.random(count, width, seed: 1)
    let weight = Matrix.random(1, width, seed: 2).all.values
    let bias = Matrix.random(1, width, seed: 3).all.values
    let y = Matrix(rows: count, columns: width)
    compute.norm(x.all, LayerNorm(weight: weight, bias: bias, epsilon: 1e-5), into: y.all)
    let layer = rows(x.all).map { row in
      let mean = row.reduce(0, +) / Double(width)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
      let deviation = (variance + 1e-5).squareRoot()
      return row.indices.map { (row[$0] - mean) / deviation * Double(weight[$0]) + Double(bias[$0]) }
    }
    #expect(greatestDifference(y.all, layer) < 1e-5)
    compute.norm(x.all, RMSNorm(weight: weight, epsilon: 1e-6), into: x.all)
    let original = rows(Matrix.random(count, width, seed: 1).all)
    let root = original.map { row in
      let square = row.reduce(0) { $0 + $1 * $1 } / Double(width)
      return row.indices.map { row[$0] / (square + 1e-6).squareRoot() * Double(weight[$0]) }
    }
    #expect(greatestDifference(x.all, root) < 1e-5)
  }

  /// Row p is turned by p / theta^(2i / width): the dot product of two turned rows depends on their distance only.
  @Test func rotaryPositions() throws {
    let (width, heads, start) = (8, 2, 5)
    let table = RotaryTable(positions: 20, width: width, theta: 100)
    let x = Matrix.random(10, width * heads, seed: 4)
    let before = rows(x.all)
    try Compute().rotate(x.all, by: table, from: start)
    let expected = before.enumerated().map { row, values in
      values.indices.map { column in
        let (head, i) = (column / width * width, column % width)
        let angle = Double(start + row) / pow(100, Double(2 * (i % (width / 2))) / Double(width))
        let (a, b) = (values[head + i % (width / 2)], values[head + i % (width / 2) + width / 2])
        return i < width / 2 ? a * cos(angle) - b * sin(angle) : b * cos(angle) + a * sin(angle)
      }
    }
    #expect(greatestDifference(x.all, expected) < 1e-5)
  }

  @Test func viewsAreRectanglesOfTheirMatrix() {
    let matrix = Matrix(rows: 3, columns: 4, values: (0..<12).map { Float($0) })
    let view = matrix[1..<3].columns(1..<3)
    #expect(view.values == [5, 6, 9, 10])
    #expect(view[1..<2].values == [9, 10])
    view.copy([1, 2, 3, 4])
    #expect(matrix.all.values == [0, 1, 2, 3, 4, 1, 2, 7, 8, 3, 4, 11])
    matrix.first(1).columns(0..<2).copy(view[1..<2])
    #expect(matrix.all[0, 0] == 3 && matrix.all[0, 1] == 4)
    #expect(Matrix(rows: 2, columns: 2).all.values == [0, 0, 0, 0])
  }
}
