import Foundation

/// A flat dictionary as a language model writes it: JSON, or a Python literal with single quotes.
struct DictionaryLiteral: Equatable {
  enum Value: Equatable {
    case text(String)
    case number(Double)
    /// `True`, `null` and the like.
    case word(String)
  }

  let values: [String: Value]

  /// Every dictionary in a text, in order; what cannot be read as one is passed over.
  static func all(in text: String) -> [DictionaryLiteral] {
    let scalars = Array(text.unicodeScalars)
    var found: [DictionaryLiteral] = []
    var place = 0
    while let start = scalars[place...].firstIndex(of: "{") {
      var scanner = Scanner(scalars: scalars, place: start + 1)
      if let values = scanner.pairs() {
        found.append(DictionaryLiteral(values: values))
        place = scanner.place
      } else {
        place = start + 1
      }
    }
    return found
  }

  private struct Scanner {
    /// More pairs than a verdict has make no verdict.
    private static let mostPairs = 16

    let scalars: [Unicode.Scalar]
    var place: Int

    init(scalars: [Unicode.Scalar], place: Int) {
      self.scalars = scalars
      self.place = place
    }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    /// What stands between the braces, of which the opening one has been read; nil for anything else, a key given twice
    /// included.
    mutating func pairs() -> [String: Value]? {
      var values: [String: Value] = [:]
      skipBlanks()
      while next != "}" {
        guard values.count < Self.mostPairs, case .text(let key)? = value() else { return nil }
        skipBlanks()
        guard take(":") else { return nil }
        skipBlanks()
        guard let value = value(), values.updateValue(value, forKey: key) == nil else { return nil }
        skipBlanks()
        if take(",") { skipBlanks() } else if next != "}" { return nil }
      }
      place += 1
      return values
    }

    private mutating func value() -> Value? {
      if next == "'" || next == "\"" { return quoted() }
      let start = place
      while let scalar = next, !",}:'\"{".unicodeScalars.contains(scalar), !scalar.properties.isWhitespace {
        place += 1
      }
      var word = ""
      word.unicodeScalars.append(contentsOf: scalars[start..<place])
      guard !word.isEmpty else { return nil }
      let isNumber = word.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B }
      if isNumber, let number = Double(word) { return .number(number) }
      return .word(word)
    }

    private mutating func quoted() -> Value? {
      guard let quote = next else { return nil }
      place += 1
      var text = ""
      while let scalar = next {
        place += 1
        if scalar == quote { return .text(text) }
        guard scalar == "\\" else {
          text.unicodeScalars.append(scalar)
          continue
        }
        guard let escaped = next else { return nil }
        place += 1
        text.unicodeScalars.append(escaped == "n" ? "\n" : escaped == "t" ? "\t" : escaped)
      }
      return nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard next == scalar else { return false }
      place += 1
      return true
    }

    private mutating func skipBlanks() {
      while let scalar = next, scalar.properties.isWhitespace { place += 1 }
    }
  }
}
