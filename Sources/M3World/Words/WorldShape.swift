/// The outline of an object, in a box that reaches from -1 to 1 on both axes (right and down are positive).
public enum WorldShape: String, CaseIterable, Codable, Sendable {
  case circle, square, triangle, diamond, cross, ring

  /// Whether a point of the box lies inside.
  func contains(_ u: Float, _ v: Float) -> Bool {
    switch self {
    case .circle: u * u + v * v <= 1
    case .square: max(abs(u), abs(v)) <= 0.88
    case .triangle: v <= 0.9 && abs(u) <= (v + 1) / 1.9
    case .diamond: abs(u) + abs(v) <= 1
    case .cross: min(abs(u), abs(v)) <= 0.32 && max(abs(u), abs(v)) <= 0.97
    case .ring: u * u + v * v <= 1 && u * u + v * v >= 0.3
    }
  }
}
