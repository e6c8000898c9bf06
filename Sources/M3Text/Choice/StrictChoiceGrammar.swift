/// Reads an answer that states exactly one letter, and refuses all others.
///
/// A *letter* is a capital of one of the options that stands alone: no letter, digit or joining sign (`'s`, `-x`, `+`,
/// `#`) touches it. "A" and "I" before an ordinary word are an article and a pronoun, not letters.
///
///     answer  = start letter close | lead letter close         (anywhere, surrounded by other text)
///     start   = the beginning of the text
///     lead    = noun [verb] [noun]       not after "not", "never", "no", "nor", "neither"
///     noun    = "answer" | "option" | "choice" | "letter"      in any case
///     verb    = "is" | "be" | ":" | "is:" | "be:"
///     close   = the end | . , ; : ! ) ] or a dash | line break | "because" | "since"
///             | "is" ["the"] ("correct" | "right" | "best" | "answer" | "option" | "choice")
///
/// Opening brackets, quotes and Markdown's `*` and `_` may stand around the letter. The answer is unparsed if letters of
/// several options occur anywhere in it, if none does, or if one does but not in this form.
struct StrictChoiceGrammar {
  /// 2 to 26.
  let optionCount: Int

  func parse(_ answer: String) -> ParsedChoice {
    let text = Text(scalars: Array(answer.unicodeScalars), optionCount: optionCount)
    let positions = text.scalars.indices.filter { text.isLetter(at: $0) }
    let named = Set(positions.compactMap { text.option(at: $0) })
    guard let option = named.first else { return .unparsed(.noLetter) }
    guard named.count == 1 else { return .unparsed(.severalLetters(named.sorted())) }
    let isStated = positions.contains { (text.isAtStart($0) || text.followsLead($0)) && text.isClosed(after: $0) }
    return isStated ? .option(option) : .unparsed(.letterNotStated(option))
  }
}

extension StrictChoiceGrammar {
  /// The scalars of an answer, and what the grammar asks about a place in them.
  struct Text {
    let scalars: [Unicode.Scalar]
    let optionCount: Int

    /// The option that the scalar would name.
    func option(at index: Int) -> Int? {
      let value = Int(scalars[index].value) - Int(UnicodeScalar("A").value)
      return (0..<optionCount).contains(value) ? value : nil
    }

    /// The scalar is a letter in the grammar's sense.
    func isLetter(at index: Int) -> Bool {
      option(at: index) != nil && !isJoined(at: index, step: -1) && !isJoined(at: index, step: 1)
        && !isArticle(at: index)
    }

    /// Only space and ornament stand before.
    func isAtStart(_ index: Int) -> Bool {
      scalars[..<index].allSatisfy { $0.isSpace || $0.isOrnament }
    }

    /// A word goes on beside the scalar.
    private func isJoined(at index: Int, step: Int) -> Bool {
      let next = index + step
      guard scalars.indices.contains(next) else { return false }
      if scalars[next].isWordPart { return true }
      if step > 0, "+#".unicodeScalars.contains(scalars[next]) { return true }
      guard "'\u{2019}-".unicodeScalars.contains(scalars[next]), scalars.indices.contains(next + step) else {
        return false
      }
      // A quoted letter ('A') is not joined: what follows the quote must be a word, and a quote before it ends one.
      return scalars[next + step].isWordPart
    }

    /// "A dog", "I think": followed by a word that is neither a letter itself nor one that goes with a letter.
    private func isArticle(at index: Int) -> Bool {
      guard "AI".unicodeScalars.contains(scalars[index]), scalars.indices.contains(index + 1),
        scalars[index + 1].isSpace, !scalars[index + 1].isLineBreak, let word = word(after: index)
      else { return false }
      if ["is", "or", "and", "because", "since"].contains(word.lowercased()) { return false }
      return !(word.unicodeScalars.count == 1 && word.unicodeScalars.allSatisfy { ("A"..."Z").contains($0) })
    }

    /// The word that begins after the scalar and spaces; nil if something else does.
    func word(after index: Int) -> String? {
      let rest = scalars[(index + 1)...].drop(while: \.isSpace)
      let word = rest.prefix(while: \.isWordPart)
      return word.isEmpty ? nil : Self.string(word)
    }

    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      return text
    }
  }
}

extension Unicode.Scalar {
  var isSpace: Bool { properties.isWhitespace }
  var isLineBreak: Bool { self == "\n" || self == "\r" || self == "\u{2028}" || self == "\u{2029}" }
  /// Part of a word: letters and digits of any script.
  var isWordPart: Bool { properties.isAlphabetic || properties.numericType != nil }
  /// May stand around a letter without meaning.
  var isOrnament: Bool { "*_\"'`([{\u{201C}\u{201D}\u{2018}\u{2019}".unicodeScalars.contains(self) }
}
