/// One of the eight ways a picture can lie: mirrored along its own axes, then rows and columns swapped or not.
struct Orientation: Equatable, Hashable {
  /// Left and right are swapped, before rows and columns are.
  let flipsColumns: Bool
  /// Top and bottom are swapped, before rows and columns are.
  let flipsRows: Bool
  /// Rows become columns.
  let transposes: Bool

  static let upright = Orientation(flipsColumns: false, flipsRows: false, transposes: false)

  init(flipsColumns: Bool, flipsRows: Bool, transposes: Bool) {
    self.flipsColumns = flipsColumns
    self.flipsRows = flipsRows
    self.transposes = transposes
  }

  /// The orientation nearest to a display matrix (ISO/IEC 14496-12, 6.2.2: x' = a x + c y, y' = b x + d y).
  ///
  /// Nil when the matrix is more than about one degree from all eight, or not a matrix of a turn at all.
  init?(displayMatrix matrix: [Int32]) {
    guard matrix.count == 9 else { return nil }
    let (a, b, c, d) = (Double(matrix[0]), Double(matrix[1]), Double(matrix[3]), Double(matrix[4]))
    let nearlyZero = 0.0175  // tan 1 degree
    if a != 0, d != 0, abs(b) <= nearlyZero * abs(a), abs(c) <= nearlyZero * abs(d) {
      self.init(flipsColumns: a < 0, flipsRows: d < 0, transposes: false)
    } else if b != 0, c != 0, abs(a) <= nearlyZero * abs(b), abs(d) <= nearlyZero * abs(c) {
      self.init(flipsColumns: b < 0, flipsRows: c < 0, transposes: true)
    } else {
      return nil
    }
  }
}
