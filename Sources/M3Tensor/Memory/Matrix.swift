/// A matrix of its own memory: [row, column], Float32, row-major, zero at first.
///
/// It is made once, for the largest case, and used through views; passes through a model allocate nothing. One thread
/// uses a matrix at a time (operations split their own work).
public final class Matrix {
  public let rows: Int
  public let columns: Int
  let storage: AlignedBuffer

  /// - Precondition: the system has room for it. `Matrix.init(orFail:)` is for sizes that a file or a user decides.
  public convenience init(rows: Int, columns: Int) {
    guard let storage = AlignedBuffer(count: rows * columns) else {
      preconditionFailure("no memory for a matrix of \(rows) x \(columns)")
    }
    self.init(rows: rows, columns: columns, storage: storage)
  }

  /// A matrix, or nil when the system has no room for it.
  public convenience init?(ifRoomForRows rows: Int, columns: Int) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, rows >= 0, columns >= 0, let storage = AlignedBuffer(count: count) else { return nil }
    self.init(rows: rows, columns: columns, storage: storage)
  }

  /// A copy of values, row by row.
  ///
  /// - Precondition: `values.count == rows * columns`.
  public convenience init(rows: Int, columns: Int, values: [Float]) {
    self.init(rows: rows, columns: columns)
    all.copy(values)
  }

  private init(rows: Int, columns: Int, storage: consuming AlignedBuffer) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  /// All of it.
  public var all: MatrixView { MatrixView(matrix: self, rows: 0..<rows, columns: 0..<columns) }

  /// Some of its rows.
  public subscript(rows: Range<Int>) -> MatrixView { MatrixView(matrix: self, rows: rows, columns: 0..<columns) }

  /// Its first rows.
  public func first(_ count: Int) -> MatrixView { self[0..<count] }
}
