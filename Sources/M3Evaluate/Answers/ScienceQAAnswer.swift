/// ScienceQA's reading of a letter (haotian-liu/LLaVA, llava/eval/eval_science_qa.py).
public enum ScienceQAAnswer {
  /// The letters that the script knows.
  private static let letters = "ABCDE"

  /// A letter alone, `B. ...`, or exactly one `The answer is B.`; nil for anything else.
  ///
  /// - Parameter choices: how many options there are; a letter behind them is none.
  public static func choice(_ text: String, choices: Int) -> Int? {
    let found: Substring
    if text.count == 1, letters.contains(text) {
      found = text[...]
    } else if text.count >= 3, let first = text.first, letters.contains(first), text.dropFirst().hasPrefix(". ") {
      found = text.prefix(1)
    } else {
      let matches = named(text)
      guard matches.count == 1 else { return nil }
      found = matches[0]
    }
    guard let index = found.optionIndex, index < choices else { return nil }
    return index
  }

  /// Each capital letter behind `The answer is ` that any character but a line end follows.
  private static func named(_ text: String) -> [Substring] {
    var found: [Substring] = []
    var rest = text[...]
    while let range = rest.firstRange(of: "The answer is ") {
      rest = rest[range.upperBound...]
      let letter = rest.prefix(1)
      guard letter.optionIndex != nil, let next = rest.dropFirst().first, !next.isNewline else { continue }
      found.append(letter)
      rest = rest.dropFirst(2)
    }
    return found
  }
}
