public import M3Core

/// The colour behind everything: all darker than any flash, so that a flash shows on each of them.
public enum WorldBackground: String, CaseIterable, Codable, Sendable {
  case black, gray, brown, navy, teal, maroon

  /// Before a scene shifts it a little.
  public var rgb: RGB {
    switch self {
    case .black: RGB(red: 20, green: 20, blue: 20)
    case .gray: RGB(red: 125, green: 125, blue: 125)
    case .brown: RGB(red: 120, green: 78, blue: 35)
    case .navy: RGB(red: 20, green: 30, blue: 105)
    case .teal: RGB(red: 10, green: 100, blue: 100)
    case .maroon: RGB(red: 115, green: 10, blue: 45)
    }
  }
}
