/// Numbers as Python's `float()` reads them, since the official scripts compare what it gives.
enum PythonNumber {
  /// The value, or nil where `float()` would refuse; digit groups with underscores are not taken for numbers.
  static func parse(_ text: String) -> Double? {
    let text = text.trimmedBlanks
    let unsigned = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    switch unsigned.lowercased() {
    case "inf", "infinity": return text.first == "-" ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    guard text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }) else { return nil }
    if unsigned.hasPrefix("."), unsigned.dropFirst().first?.isNumber == true {
      return Double((text.first == "-" ? "-0" : "0") + unsigned)
    }
    if let value = Double(text) { return value }
    return text.hasSuffix(".") ? Double(text.dropLast()) : nil
  }

  /// Rounded to hundredths by the exact binary value, ties to even, as Python's `round(x, 2)`.
  static func hundredths(_ value: Double) -> Double {
    let scaled = value * 100
    guard scaled.isFinite, scaled.magnitude < 1e15 else { return value }
    let remainder = (-scaled).addingProduct(value, 100)
    let below = scaled.rounded(.down)
    let rounded =
      switch scaled - below {
      case 0.5 where remainder != 0: remainder > 0 ? below + 1 : below
      default: scaled.rounded(.toNearestOrEven)
      }
    return rounded / 100
  }
}
