/// One of the nine thirds-by-thirds cells of a frame; a 3 x 3 token grid has one token for each.
public enum WorldPlace: String, CaseIterable, Codable, Sendable {
  case topLeft = "top left"
  case top
  case topRight = "top right"
  case left
  case center
  case right
  case bottomLeft = "bottom left"
  case bottom
  case bottomRight = "bottom right"

  /// The place in a row and column from the top left.
  ///
  /// - Precondition: both are in `0 ..< 3`.
  init(row: Int, column: Int) {
    precondition((0..<3).contains(row) && (0..<3).contains(column), "a frame has 3 x 3 places")
    self = Self.allCases[row * 3 + column]
  }

  /// From the top, 0 to 2.
  var row: Int { index / 3 }
  /// From the left, 0 to 2.
  var column: Int { index % 3 }

  private var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// On which side of another object an object lies.
public enum WorldRelation: String, CaseIterable, Codable, Sendable {
  case left, right, above, below
}

/// Where a moving object goes.
public enum WorldDirection: String, CaseIterable, Codable, Sendable {
  case left, right, up, down

  var isHorizontal: Bool { self == .left || self == .right }
  /// Towards larger coordinates.
  var isForward: Bool { self == .right || self == .down }
}
