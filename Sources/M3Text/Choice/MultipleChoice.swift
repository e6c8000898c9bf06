/// The lettered options of a multiple-choice question.
public struct MultipleChoice: Equatable, Sendable {
  /// How many options there can be: one for every letter.
  public static let optionCounts = 2...26

  /// The sentence that LLaVA is trained to answer with a letter (LLaVA-1.5, appendix; lmms-eval).
  public static let instruction = "Answer with the option's letter from the given choices directly."

  /// As given, in order.
  public let options: [String]

  /// - Parameters:
  ///   - options: 2 to 26.
  ///   - allowingDuplicates: true for published data sets, where some rows have an option twice.
  /// - Throws: `TextError.optionCount`, `.emptyOption`, `.duplicateOption` (compared without the spaces around them).
  public init(_ options: [String], allowingDuplicates: Bool = false) throws(TextError) {
    guard Self.optionCounts.contains(options.count) else {
      throw .optionCount(found: options.count, legal: Self.optionCounts)
    }
    var seen: [String: Int] = [:]
    for (index, option) in options.enumerated() {
      let trimmed = String(Substring(option).trimmedScalars)
      guard !trimmed.isEmpty else { throw .emptyOption(index: index) }
      if let first = seen[trimmed], !allowingDuplicates {
        throw .duplicateOption(text: trimmed, first: first, second: index)
      }
      seen[trimmed] = seen[trimmed] ?? index
    }
    self.options = options
  }

  /// "A", "B", … for each option.
  public var letters: [String] { Self.letters(options.count) }

  /// The question with the options and the instruction, a line each.
  public func question(_ question: String) -> String {
    let lines = zip(letters, options).map { "\($0). \($1)" }
    return ([question] + lines + [Self.instruction]).joined(separator: "\n")
  }

  /// The first letters of the alphabet.
  static func letters(_ count: Int) -> [String] {
    (0..<UInt8(count)).map { String(UnicodeScalar(UInt8(ascii: "A") + $0)) }
  }
}
