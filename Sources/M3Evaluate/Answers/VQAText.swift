/// The text normalisation of the VQA challenge, as TextVQA and VizWiz are scored (EvalAI's answer processor).
///
/// In order: lower case; commas and question marks go, `'s` is set off; punctuation becomes a blank, or nothing where
/// it touches a blank or the text has a comma between digits; full stops not before a digit go (at most 32 of them, as
/// the reference passes a flag where a count belongs); number words become digits, articles go, contractions get their
/// apostrophe.
public enum VQAText {
  private static let punctuation: [Character] = [
    ";", "/", "[", "]", "\"", "{", "}", "(", ")", "=", "+", "\\", "_", "-", ">", "<", "@", "`", ",", "?", "!",
  ]
  private static let numbers = [
    "none": "0", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10",
  ]
  private static let fullStopLimit = 32

  public static func normalised(_ text: String) -> String {
    let lowered = text.lowercased().replacing(",", with: "").replacing("?", with: "").replacing("'s", with: " 's")
    let flat = lowered.trimmedBlanks.replacing("\n", with: " ").replacing("\t", with: " ").trimmedBlanks
    return words(withoutFullStops(withoutPunctuation(flat)))
  }

  private static func withoutPunctuation(_ text: String) -> String {
    let hasDigitComma = hasCommaBetweenDigits(text)
    var out = text
    for mark in punctuation where out.contains(mark) {
      let vanishes = hasDigitComma || text.contains("\(mark) ") || text.contains(" \(mark)")
      out = out.replacing(String(mark), with: vanishes ? "" : " ")
    }
    return out
  }

  /// Never true after the first step took the commas; kept because the reference asks.
  private static func hasCommaBetweenDigits(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.contains { index in
      scalars[index] == "," && index > 0 && scalars[index - 1].isDigit
        && scalars[index...].first { $0 != "," }?.isDigit == true
    }
  }

  private static func withoutFullStops(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var out = String.UnicodeScalarView()
    var removed = 0
    for (index, scalar) in scalars.enumerated() {
      let isBeforeDigit = index + 1 < scalars.count && scalars[index + 1].isDigit
      if scalar == ".", !isBeforeDigit, removed < fullStopLimit {
        removed += 1
      } else {
        out.append(scalar)
      }
    }
    return String(out)
  }

  private static func words(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).compactMap { word in
      let word = numbers[String(word)] ?? String(word)
      guard word != "a", word != "an", word != "the" else { return nil }
      return VQAContractions.table[word] ?? word
    }.joined(separator: " ")
  }
}

extension Unicode.Scalar {
  /// A decimal digit of any script, as Python's `\d`.
  var isDigit: Bool { properties.generalCategory == .decimalNumber }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmedBlanks: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
