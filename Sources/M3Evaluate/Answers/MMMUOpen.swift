/// MMMU's rule for open answers (MMMU-Benchmark/MMMU, mmmu/utils/eval_utils.py).
public enum MMMUOpen {
  /// A text in lower case, or a number rounded to hundredths.
  enum Value: Hashable {
    case text(String)
    case number(Double)
  }

  /// Whether one of the readings of a free answer is an accepted number, or holds an accepted text.
  public static func isCorrect(_ text: String, answers: [String]) -> Bool {
    let accepted = answers.flatMap(normalised)
    return readings(text).contains { reading in
      switch reading {
      case .number: accepted.contains(reading)
      case .text(let said):
        accepted.contains { answer in
          guard case .text(let wanted) = answer else { return false }
          return said.unicodeScalars.contains(wanted.unicodeScalars)
        }
      }
    }
  }

  /// What may be meant: the tails behind words such as `is` or `=`, and the numbers in them.
  static func readings(_ text: String) -> Set<Value> {
    let parts = keyParts(text)
    return Set((parts + parts.flatMap(numbers)).flatMap(normalised))
  }

  private static func keyParts(_ text: String) -> [String] {
    var whole = text.trimmedBlanks[...]
    while whole.first == "." { whole.removeFirst() }
    while whole.last == "." { whole.removeLast() }
    let lowered = whole.lowercased()
    let lines = lowered.split(separator: "\n", omittingEmptySubsequences: false)
    var parts: [String] = []
    for (number, line) in lines.enumerated() {
      var indicators = ["could be ", "so ", "is ", "thus ", "therefore ", "final ", "answer ", "result "]
      if number == lines.count - 1 { indicators.append("=") }
      var shortest = ""
      for indicator in indicators {
        guard let tail = line.tail(behindLast: indicator)?.trimmedBlanks else { continue }
        if shortest.isEmpty || tail.unicodeScalars.count < shortest.unicodeScalars.count { shortest = tail }
      }
      if !shortest.isEmpty, ![":", ",", ".", "!", "?", ";", "'"].contains(shortest) { parts.append(shortest) }
    }
    return parts.isEmpty ? [lowered] : parts
  }

  /// Numbers with comma groups, in scientific notation, and plain ones.
  static func numbers(_ text: String) -> [String] {
    let grouped = /-?\b\d{1,3}(?:,\d{3})+\b/.wordBoundaryKind(.simple)
    let scientific = /-?\d+(?:\.\d+)?[eE][+-]?\d+/
    let plain = /-?(?:\d+\.\d+|\.\d+|\d+\b)(?![eE][+-]?\d+)(?![,\d])/.wordBoundaryKind(.simple)
    return text.matches(of: grouped).map { String($0.output) } + text.matches(of: scientific).map { String($0.output) }
      + text.matches(of: plain).map { String($0.output) }
  }

  /// A number where the text is one; a single letter becomes two texts with a blank, to avoid trivial matches.
  static func normalised(_ text: String) -> [Value] {
    let text = text.trimmedBlanks
    if let number = PythonNumber.parse(text.replacing(",", with: "")) {
      return [.number(PythonNumber.hundredths(number))]
    }
    let lowered = text.lowercased()
    return lowered.unicodeScalars.count == 1 ? [.text(" " + lowered), .text(lowered + " ")] : [.text(lowered)]
  }
}

extension Substring {
  /// What stands behind the last occurrence of a text; nil where it does not occur.
  fileprivate func tail(behindLast text: String) -> Substring? {
    var found: Substring?
    var rest = self
    while let range = rest.firstRange(of: text) {
      rest = rest[range.upperBound...]
      found = rest
    }
    return found
  }
}
