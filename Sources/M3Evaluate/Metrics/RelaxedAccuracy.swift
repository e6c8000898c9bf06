/// ChartQA's relaxed accuracy: numbers within five per cent, anything else equal but for case.
public enum RelaxedAccuracy {
  static let tolerance = 0.05

  /// Whether the answer is close enough to one of the accepted ones; a target of zero must be met as text.
  public static func isCorrect(_ text: String, answers: [String]) -> Bool {
    let text = text.trimmedBlanks
    return answers.contains { target in
      if let said = number(text), let wanted = number(target), wanted != 0 {
        return (said - wanted).magnitude / wanted.magnitude <= tolerance
      }
      return text.lowercased() == target.lowercased()
    }
  }

  /// A per cent sign divides by a hundred.
  private static func number(_ text: String) -> Double? {
    guard text.hasSuffix("%") else { return PythonNumber.parse(text) }
    var digits = text[...]
    while digits.last == "%" { digits.removeLast() }
    return PythonNumber.parse(String(digits)).map { $0 / 100 }
  }
}
