/// Kinds of questions: each has one wording and one set of answers, all equally likely.
public enum QuestionKind: String, CaseIterable, Codable, Sendable {
  case background, shape, color, count, position, relation, direction, mover, character, line
  case brief, first, last, after, before, repetition, caption

  public var family: WorldFamily {
    switch self {
    case .background: .gist
    case .shape: .shape
    case .color: .color
    case .count: .count
    case .position, .relation: .place
    case .direction, .mover: .motion
    case .character: .character
    case .line: .line
    case .brief: .brief
    case .first, .last, .after, .before: .order
    case .repetition: .repetition
    case .caption: .caption
    }
  }

  /// Answers that it has; nil where they are sentences or lines of characters.
  ///
  /// Knowing only the question, no guess is right more often than one in their number (one less for `after` and
  /// `before`, which name one colour that the answer cannot be).
  public var answers: [String]? {
    let colors = WorldColor.allCases.map(\.rawValue)
    switch self {
    case .background: return WorldBackground.allCases.map(\.rawValue)
    case .shape: return WorldShape.allCases.map(\.rawValue)
    case .color, .first, .last, .after, .before: return colors
    case .count: return (1...Scene.maximumObjects).map { WorldNumber.cardinals[$0] }
    case .position: return WorldPlace.allCases.map(\.rawValue)
    case .relation: return WorldRelation.allCases.map(\.rawValue)
    case .direction: return WorldDirection.allCases.map(\.rawValue) + [Self.nothingMoves]
    case .mover: return colors + [Self.nothingMoves]
    case .character: return WorldGlyph.allCases.map(\.rawValue)
    case .brief: return colors + [Self.noFlash]
    case .repetition: return Scene.flashWeights.indices.map { WorldNumber.cardinals[$0] }
    case .line, .caption: return nil
    }
  }

  /// The share of right answers that the best guess reaches without the clip, in open form.
  ///
  /// One in 20^5 for a line; for a caption, told word for word, that nothing moves on some background and it flashes
  /// once.
  public var chance: Double {
    guard let answers else {
      guard self == .caption else { return 1 / 3_200_000 }
      let still = 1 / Double(WorldDirection.allCases.count + 1)
      return still / Double(WorldBackground.allCases.count) * Double(Scene.flashWeights.max() ?? 0)
    }
    return 1 / Double(self == .after || self == .before ? answers.count - 1 : answers.count)
  }

  static let nothingMoves = "nothing moves"
  static let noFlash = "no flash"
}
