/// A list of string literals as Python prints it, for instance `['$6', "it's"]`, which MMMU's files hold as text.
enum PythonList {
  /// The strings, or nil for any other text.
  static func parse(_ text: String) -> [String]? {
    var rest = text.unicodeScalars[...]
    func skipBlanks() { while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() } }
    skipBlanks()
    guard rest.popFirst() == "[" else { return nil }
    var items: [String] = []
    while true {
      skipBlanks()
      guard let quote = rest.popFirst() else { return nil }
      if quote == "]" { break }
      guard quote == "'" || quote == "\"", let item = literal(&rest, until: quote) else { return nil }
      items.append(item)
      skipBlanks()
      switch rest.popFirst() {
      case ",": continue
      case "]":
        skipBlanks()
        return rest.isEmpty ? items : nil
      default: return nil
      }
    }
    skipBlanks()
    return rest.isEmpty ? items : nil
  }

  private static func literal(_ rest: inout Substring.UnicodeScalarView, until quote: Unicode.Scalar) -> String? {
    var out = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == quote { return String(out) }
      guard scalar == "\\" else {
        out.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "n": out.append("\n")
      case "t": out.append("\t")
      case "r": out.append("\r")
      case "x": guard let value = code(&rest, digits: 2) else { return nil }; out.append(value)
      case "u": guard let value = code(&rest, digits: 4) else { return nil }; out.append(value)
      case let scalar? where scalar == "\\" || scalar == "'" || scalar == "\"": out.append(scalar)
      case let scalar?:
        out.append("\\")
        out.append(scalar)
      case nil: return nil
      }
    }
    return nil
  }

  private static func code(_ rest: inout Substring.UnicodeScalarView, digits: Int) -> Unicode.Scalar? {
    let text = String(rest.prefix(digits))
    guard text.utf8.count == digits, let value = UInt32(text, radix: 16) else { return nil }
    rest.removeFirst(digits)
    return Unicode.Scalar(value)
  }
}
