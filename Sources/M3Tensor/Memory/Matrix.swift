/// A matrix: [row, column], Float32, row-major; of its own memory, zero at first, or a window of a flat buffer.
///
/// It is made once, for the largest case, and used through views; passes through a model allocate nothing. One thread
/// uses a matrix at a time (operations split their own work).
public final class Matrix {
  public let rows: Int
  public let columns: Int
  let storage: Storage

  /// Where the elements lie, and what keeps them there.
  @safe struct Storage {
    let base: UnsafeMutablePointer<Float>
    private let buffer: FlatBuffer

    init(_ buffer: FlatBuffer, from start: Int) {
      unsafe base = buffer.base + start
      self.buffer = buffer
    }
  }

  /// - Precondition: the system has room for it. `Matrix.init(orFail:)` is for sizes that a file or a user decides.
  public convenience init(rows: Int, columns: Int) {
    guard let storage = AlignedBuffer(count: rows * columns) else {
      preconditionFailure("no memory for a matrix of \(rows) x \(columns)")
    }
    self.init(rows: rows, columns: columns, storage: Storage(FlatBuffer(storage), from: 0))
  }

  /// A window of a flat buffer: its elements from an index on.
  ///
  /// - Precondition: they lie inside the buffer.
  public convenience init(rows: Int, columns: Int, in buffer: FlatBuffer, from start: Int) {
    precondition(start >= 0 && start + rows * columns <= buffer.count, "\(rows) x \(columns) from \(start)")
    self.init(rows: rows, columns: columns, storage: Storage(buffer, from: start))
  }

  /// A matrix, or nil when the system has no room for it.
  public convenience init?(ifRoomForRows rows: Int, columns: Int) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, rows >= 0, columns >= 0, let storage = AlignedBuffer(count: count) else { return nil }
    self.init(rows: rows, columns: columns, storage: Storage(FlatBuffer(storage), from: 0))
  }

  /// A copy of values, row by row.
  ///
  /// - Precondition: `values.count == rows * columns`.
  public convenience init(rows: Int, columns: Int, values: [Float]) {
    self.init(rows: rows, columns: columns)
    all.copy(values)
  }

  private init(rows: Int, columns: Int, storage: Storage) {
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
