/// Average normalised Levenshtein similarity of one answer (DocVQA; the RRC's evaluation script).
public enum ANLS {
  /// Similarities below it count as nothing; one that equals it counts, as in the script.
  static let threshold = 0.5

  /// The best similarity to an accepted answer, 0...1; case and outer blanks do not matter.
  public static func score(_ text: String, answers: [String]) -> Double {
    let said = levelled(text)
    let best = answers.map { similarity(said, levelled($0)) }.max() ?? 0
    return best < threshold ? 0 : best
  }

  private static func levelled(_ text: String) -> [Unicode.Scalar] {
    Array(text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ").unicodeScalars)
  }

  /// One minus distance over the longer length, and 1 for two empty texts.
  ///
  /// Texts whose lengths alone rule the threshold out give 0.
  private static func similarity(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Double {
    let longer = max(left.count, right.count)
    guard longer > 0 else { return 1 }
    guard 2 * min(left.count, right.count) >= longer else { return 0 }
    return 1 - Double(distance(left, right)) / Double(longer)
  }

  /// Insertions, deletions and replacements between two texts.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (i, scalar) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in right.indices {
        let above = row[j + 1]
        row[j + 1] = scalar == right[j] ? diagonal : min(diagonal, above, row[j]) + 1
        diagonal = above
      }
    }
    return row[right.count]
  }
}
