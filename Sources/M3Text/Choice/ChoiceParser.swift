/// What a multiple-choice answer says.
public enum ParsedChoice: Equatable, Sendable {
  /// Why an answer names no option.
  public enum Failure: Equatable, Sendable {
    /// No letter of an option stands alone in it.
    case noLetter
    /// Letters of several options (indices from 0, ascending).
    case severalLetters([Int])
    /// One letter occurs, but not as the answer.
    case letterNotStated(Int)
  }

  /// Index from 0.
  case option(Int)
  case unparsed(Failure)
}

/// How the chosen option is read from an answer.
///
/// An answer that cannot be read is a result, never a guess.
public enum ChoiceParser: String, CaseIterable, Sendable {
  /// `StrictChoiceGrammar`: exactly one letter, stated as the answer.
  case strict
  /// IG-VLM's published rules, with their quirks, for comparable numbers.
  case igvlm

  /// The parser of a name.
  ///
  /// - Throws: `TextError.unknownParser`, whose hint lists the names.
  public init(name: String) throws(TextError) {
    guard let parser = ChoiceParser(rawValue: name) else { throw .unknownParser(name: name) }
    self = parser
  }

  /// Reads an answer.
  ///
  /// - Parameters:
  ///   - answer: nil for a sample without one.
  ///   - optionCount: options of the question, 2 to 26.
  public func parse(_ answer: String?, optionCount: Int) -> ParsedChoice {
    guard let answer else { return .unparsed(.noLetter) }
    switch self {
    case .strict: return StrictChoiceGrammar(optionCount: optionCount).parse(answer)
    case .igvlm: return IGVLMChoiceRules.parse(answer, optionCount: optionCount)
    }
  }
}
