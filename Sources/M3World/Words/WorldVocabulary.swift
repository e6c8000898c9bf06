/// Every word that questions and answers of the world are made of.
public enum WorldVocabulary {
  /// Colours, backgrounds, shapes, characters, numbers and places first, then the words between them; none twice.
  public static let words: [String] = {
    var seen: Set<String> = []
    return (content + glue + letters + punctuation).filter { seen.insert($0).inserted }
  }()

  /// Letters in front of the options of a multiple-choice question.
  public static let letters = ["A", "B", "C", "D"]

  /// Marks that are words of their own wherever they stand.
  public static let punctuation = ["?", ".", ","]

  /// The words for each slot of a board, in the order of `DenseLabels.slot`: "third", "two".
  public static let slots: [[String]] = (1...SceneBoard.lineCount).flatMap { line in
    (0..<SceneBoard.lineLength).map { [WorldNumber.ordinals[$0], WorldNumber.cardinals[line]] }
  }

  private static let content: [String] =
    WorldColor.allCases.map(\.rawValue) + WorldBackground.allCases.map(\.rawValue) + WorldShape.allCases.map(\.rawValue)
    + WorldGlyph.allCases.map(\.rawValue) + WorldNumber.cardinals + WorldNumber.ordinals
    + ["top", "bottom", "left", "right", "center", "above", "below", "up", "down"]

  private static let glue = [
    "what", "which", "where", "how", "many", "is", "are", "does", "the", "a", "on", "in", "from", "after",
    "before", "last", "one", "there", "no", "never", "nothing", "something", "it", "and", "that", "color", "background",
    "shape", "object", "objects", "character", "line", "say", "way", "seen", "move", "moves", "flash", "flashes",
    "time",
    "times", "happens",
  ]

  /// The words of a text in order: split at white space, marks on their own.
  public static func split(_ text: String) -> [String] {
    var words: [String] = []
    for piece in text.split(whereSeparator: \.isWhitespace) {
      var word = ""
      for character in piece {
        if punctuation.contains(String(character)) {
          if !word.isEmpty { words.append(word) }
          words.append(String(character))
          word = ""
        } else {
          word.append(character)
        }
      }
      if !word.isEmpty { words.append(word) }
    }
    return words
  }
}
