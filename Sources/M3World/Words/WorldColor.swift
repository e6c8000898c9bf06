public import M3Core

/// The colour of an object or of a flash.
public enum WorldColor: String, CaseIterable, Codable, Sendable {
  case red, green, blue, yellow, purple, cyan, orange, pink

  /// Before a scene shifts it a little.
  public var rgb: RGB {
    switch self {
    case .red: RGB(red: 220, green: 40, blue: 40)
    case .green: RGB(red: 40, green: 175, blue: 60)
    case .blue: RGB(red: 50, green: 85, blue: 235)
    case .yellow: RGB(red: 240, green: 225, blue: 50)
    case .purple: RGB(red: 150, green: 60, blue: 190)
    case .cyan: RGB(red: 70, green: 215, blue: 225)
    case .orange: RGB(red: 245, green: 140, blue: 30)
    case .pink: RGB(red: 250, green: 135, blue: 195)
    }
  }
}
