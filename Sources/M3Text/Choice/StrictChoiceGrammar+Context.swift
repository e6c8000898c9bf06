extension StrictChoiceGrammar.Text {
  private static let nouns: Set<String> = ["answer", "option", "choice", "letter"]
  private static let negations: Set<String> = ["not", "never", "no", "nor", "neither"]
  private static let verdicts: Set<String> = ["correct", "right", "best", "answer", "option", "choice"]

  /// A lead stands right before the scalar.
  func followsLead(_ index: Int) -> Bool {
    var tokens = tokens(before: index)[...]
    let second = tokens.first.map(Self.nouns.contains) ?? false
    if second { tokens.removeFirst() }
    let beforeVerb = tokens
    if tokens.first == ":" { tokens.removeFirst() }
    if tokens.first == "is" || tokens.first == "be" { tokens.removeFirst() }
    if tokens.first == "would" || tokens.first == "must" || tokens.first == "should" { tokens.removeFirst() }
    if let noun = tokens.first, Self.nouns.contains(noun) {
      tokens.removeFirst()
    } else {
      guard second else { return false }
      tokens = beforeVerb
    }
    guard let word = tokens.first else { return true }
    return !Self.negations.contains(word) && !word.hasSuffix("n't") && !word.hasSuffix("n\u{2019}t")
  }

  /// What follows the scalar ends the statement.
  func isClosed(after index: Int) -> Bool {
    var next = index + 1
    while next < scalars.count, "*_\"'`\u{201D}\u{2019}".unicodeScalars.contains(scalars[next]) { next += 1 }
    guard next < scalars.count else { return true }
    if ".,;:!)]}-\u{2013}\u{2014}".unicodeScalars.contains(scalars[next]) { return true }
    guard scalars[next].isSpace else { return false }
    let rest = scalars[next...]
    guard let first = rest.first(where: { !$0.isSpace }) else { return true }
    if rest.prefix(while: \.isSpace).contains(where: \.isLineBreak) { return true }
    if ":-\u{2013}\u{2014}(".unicodeScalars.contains(first) { return true }
    return isClosing(words(after: next - 1, count: 3))
  }

  private func isClosing(_ words: [String]) -> Bool {
    guard let first = words.first else { return false }
    if first == "because" || first == "since" { return true }
    guard first == "is" else { return false }
    let rest = words.dropFirst().drop { $0 == "the" }
    return rest.first.map(Self.verdicts.contains) ?? false
  }

  /// Up to `count` lower-case words after the scalar, as long as only spaces are between them.
  private func words(after index: Int, count: Int) -> [String] {
    var words: [String] = []
    var index = index
    while words.count < count, let word = word(after: index) {
      let spaces = scalars[(index + 1)...].prefix(while: \.isSpace).count
      index += spaces + word.unicodeScalars.count
      words.append(word.lowercased())
    }
    return words
  }

  /// The last few words and signs before the scalar in lower case, the nearest first; ornament is left out.
  private func tokens(before index: Int) -> [String] {
    var tokens: [String] = []
    var end = index
    while tokens.count < 6, end > 0 {
      let scalar = scalars[end - 1]
      if scalar.isSpace || (scalar.isOrnament && !isApostrophe(at: end - 1)) {
        end -= 1
        continue
      }
      var start = end - 1
      if isWord(at: start) {
        while start > 0, isWord(at: start - 1) { start -= 1 }
      }
      tokens.append(Self.string(scalars[start..<end]).lowercased())
      end = start
    }
    return tokens
  }

  private func isWord(at index: Int) -> Bool { scalars[index].isWordPart || isApostrophe(at: index) }

  /// Inside a word, as in "isn't".
  private func isApostrophe(at index: Int) -> Bool {
    (scalars[index] == "'" || scalars[index] == "\u{2019}") && index > 0 && index + 1 < scalars.count
      && scalars[index - 1].isWordPart && scalars[index + 1].isWordPart
  }
}
