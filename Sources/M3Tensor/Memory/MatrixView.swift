/// A rectangle of a matrix, which it keeps alive: [row, column], Float32.
public struct MatrixView {
  public let matrix: Matrix
  public let rowRange: Range<Int>
  public let columnRange: Range<Int>

  /// - Precondition: the ranges lie inside the matrix.
  init(matrix: Matrix, rows: Range<Int>, columns: Range<Int>) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= matrix.rows, "rows \(rows) of \(matrix.rows)")
    precondition(columns.lowerBound >= 0 && columns.upperBound <= matrix.columns, "columns \(columns)")
    self.matrix = matrix
    rowRange = rows
    columnRange = columns
  }

  public var rows: Int { rowRange.count }
  public var columns: Int { columnRange.count }

  /// Some of its rows, counted from its own first.
  public subscript(rows: Range<Int>) -> MatrixView {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= self.rows, "rows \(rows) of \(self.rows)")
    let start = rowRange.lowerBound
    return MatrixView(
      matrix: matrix, rows: start + rows.lowerBound..<start + rows.upperBound, columns: columnRange)
  }

  /// Some of its columns, counted from its own first.
  public func columns(_ columns: Range<Int>) -> MatrixView {
    precondition(columns.lowerBound >= 0 && columns.upperBound <= self.columns, "columns \(columns)")
    let start = columnRange.lowerBound
    return MatrixView(
      matrix: matrix, rows: rowRange, columns: start + columns.lowerBound..<start + columns.upperBound)
  }

  /// The element at a row and column, counted from its own first; for tests and single values.
  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "[\(row), \(column)] is outside")
      return unsafe base[row * stride + column]
    }
    nonmutating set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "[\(row), \(column)] is outside")
      unsafe base[row * stride + column] = newValue
    }
  }

  /// The first element.
  ///
  /// Valid while the matrix lives; rows are `stride` floats apart.
  package var base: UnsafeMutablePointer<Float> {
    unsafe matrix.storage.base + (rowRange.lowerBound * matrix.columns + columnRange.lowerBound)
  }

  /// Floats from one row to the next.
  package var stride: Int { matrix.columns }
}

extension MatrixView {
  /// Overwrites the view with values, row by row.
  ///
  /// - Precondition: there are as many values as elements.
  public func copy(_ values: [Float]) { copy(values, from: 0) }

  /// Overwrites the view with `rows * columns` values that begin at an index, row by row.
  public func copy(_ values: [Float], from start: Int) {
    precondition(start >= 0 && values.count - start >= rows * columns, "\(rows) x \(columns) values expected")
    unsafe values.withUnsafeBufferPointer { source in
      guard let first = source.baseAddress else { return }
      for row in 0..<rows {
        unsafe (base + row * stride).update(from: first + (start + row * columns), count: columns)
      }
    }
  }

  /// Overwrites the view with another of the same shape.
  public func copy(_ other: MatrixView) {
    precondition(other.rows == rows && other.columns == columns, "shapes differ")
    for row in 0..<rows { unsafe (base + row * stride).update(from: other.base + row * other.stride, count: columns) }
  }

  /// Appends the values to an array, row by row.
  public func append(to values: inout [Float]) {
    for row in 0..<rows {
      unsafe values.append(contentsOf: UnsafeBufferPointer(start: base + row * stride, count: columns))
    }
  }

  /// The values, row by row.
  public var values: [Float] {
    var values: [Float] = []
    values.reserveCapacity(rows * columns)
    append(to: &values)
    return values
  }
}
