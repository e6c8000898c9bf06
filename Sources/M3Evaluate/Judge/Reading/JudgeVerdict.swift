/// What a judge's reply says.
///
/// The reply must hold exactly one dictionary with the verdict, in Python's or JSON's form; text around it does no harm.
/// Nothing is guessed: a reply that says neither yes nor no, or says it twice in different ways, is no verdict.
public struct JudgeVerdict: Equatable, Sendable {
  /// Nil for aspects that know no yes and no.
  public let isMatch: Bool?
  /// 0...5; nil where a yes or no came without a score that can be read.
  public let score: Double?

  private static let scores = 0.0...5.0

  /// Nil for a reply that cannot be read.
  init?(reply: String, aspect: JudgeAspect) {
    let verdicts = DictionaryLiteral.all(in: reply).filter { $0.values["pred"] != nil || $0.values["score"] != nil }
    guard let first = verdicts.first, verdicts.allSatisfy({ $0 == first }) else { return nil }
    score = first.values["score"].flatMap(Self.score)
    guard aspect.hasYesOrNo else {
      guard score != nil else { return nil }
      isMatch = nil
      return
    }
    guard case .text(let word)? = first.values["pred"] else { return nil }
    switch word.trimmedBlanks.lowercased() {
    case "yes": isMatch = true
    case "no": isMatch = false
    default: return nil
    }
  }

  /// A number, or a text that holds one, within the scale.
  private static func score(_ value: DictionaryLiteral.Value) -> Double? {
    let number: Double? =
      switch value {
      case .number(let number): number
      case .text(let text): Double(text.trimmedBlanks)
      case .word: nil
      }
    return number.flatMap { scores.contains($0) ? $0 : nil }
  }
}
