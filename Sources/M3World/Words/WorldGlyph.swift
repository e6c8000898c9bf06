/// A character of the board: three pixels wide and seven high, in a cell of four by eight.
///
/// The set leaves out what cannot be told apart at this size: any two differ in three pixels at least.
public enum WorldGlyph: String, CaseIterable, Codable, Sendable {
  case zero = "0"
  case one = "1"
  case two = "2"
  case three = "3"
  case four = "4"
  case five = "5"
  case six = "6"
  case seven = "7"
  case eight = "8"
  case a = "A"
  case e = "E"
  case h = "H"
  case j = "J"
  case k = "K"
  case l = "L"
  case p = "P"
  case t = "T"
  case v = "V"
  case x = "X"
  case y = "Y"

  /// Pixels across a glyph.
  static let width = 3
  /// Pixels down a glyph.
  static let height = 7
  /// Pixels across a cell: the glyph and a gap.
  static let cellWidth = 4
  /// Pixels down a cell: the glyph and a gap.
  static let cellHeight = 8

  /// Seven rows from the top, three bits each, the left pixel in the highest bit.
  var rows: [UInt8] {
    switch self {
    case .zero: [0b111, 0b101, 0b101, 0b101, 0b101, 0b101, 0b111]
    case .one: [0b010, 0b110, 0b010, 0b010, 0b010, 0b010, 0b111]
    case .two: [0b111, 0b001, 0b001, 0b111, 0b100, 0b100, 0b111]
    case .three: [0b111, 0b001, 0b001, 0b011, 0b001, 0b001, 0b111]
    case .four: [0b101, 0b101, 0b101, 0b111, 0b001, 0b001, 0b001]
    case .five: [0b111, 0b100, 0b100, 0b111, 0b001, 0b001, 0b111]
    case .six: [0b001, 0b010, 0b100, 0b110, 0b101, 0b101, 0b010]
    case .seven: [0b111, 0b001, 0b001, 0b010, 0b010, 0b010, 0b010]
    case .eight: [0b010, 0b101, 0b101, 0b010, 0b101, 0b101, 0b010]
    case .a: [0b010, 0b101, 0b101, 0b111, 0b101, 0b101, 0b101]
    case .e: [0b111, 0b100, 0b100, 0b111, 0b100, 0b100, 0b111]
    case .h: [0b101, 0b101, 0b101, 0b111, 0b101, 0b101, 0b101]
    case .j: [0b001, 0b001, 0b001, 0b001, 0b001, 0b101, 0b111]
    case .k: [0b101, 0b101, 0b110, 0b100, 0b110, 0b101, 0b101]
    case .l: [0b100, 0b100, 0b100, 0b100, 0b100, 0b100, 0b111]
    case .p: [0b111, 0b101, 0b101, 0b111, 0b100, 0b100, 0b100]
    case .t: [0b111, 0b010, 0b010, 0b010, 0b010, 0b010, 0b010]
    case .v: [0b101, 0b101, 0b101, 0b101, 0b101, 0b101, 0b010]
    case .x: [0b101, 0b101, 0b010, 0b010, 0b010, 0b101, 0b101]
    case .y: [0b101, 0b101, 0b101, 0b010, 0b010, 0b010, 0b010]
    }
  }

  /// Whether a pixel of the cell is ink; columns and rows count from the cell's top left.
  func hasInk(column: Int, row: Int) -> Bool {
    guard (0..<Self.width).contains(column), (0..<Self.height).contains(row) else { return false }
    return rows[row] >> (Self.width - 1 - column) & 1 == 1
  }
}
