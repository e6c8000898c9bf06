/// Numbers as the page writes them: a point, commas between thousands, a real minus sign.
enum NumberText {
  /// With so many digits after the point.
  static func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return value.isFinite ? "\(value)" : "\u{2013}" }
    var unit = 1
    for _ in 0..<digits { unit *= 10 }
    let scaled = Int((value.magnitude * Double(unit)).rounded())
    let sign = value < 0 && scaled > 0 ? "\u{2212}" : ""
    let whole = grouped(scaled / unit)
    guard digits > 0 else { return sign + whole }
    let rest = String(scaled % unit)
    return "\(sign)\(whole).\(String(repeating: "0", count: digits - rest.count))\(rest)"
  }

  /// A whole number with commas.
  static func count(_ value: Int) -> String { (value < 0 ? "\u{2212}" : "") + grouped(Int(value.magnitude)) }

  /// A share as a percentage, without its sign.
  static func percent(_ share: Double) -> String { fixed(share * 100, digits: 1) }

  /// A difference of shares in points, always with its sign.
  static func points(_ difference: Double) -> String {
    let text = percent(difference)
    return difference > 0 && text != "0.0" ? "+\(text)" : text
  }

  /// Tokens or seconds, with as many digits as say something: up to two after the point.
  static func short(_ value: Double) -> String {
    let size = value.magnitude
    if size == 0 || size >= 100 || (size >= 1 && size.rounded() == size) { return fixed(value, digits: 0) }
    return fixed(value, digits: size >= 10 ? 1 : 2)
  }

  /// For files: no commas, nothing rounded beyond six digits after the point.
  static func plain(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    let rounded = value.magnitude < 1e9 ? (value * 1e6).rounded() / 1e6 : value
    return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }

  private static func grouped(_ value: Int) -> String {
    let digits = Array(String(value))
    var out = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { out.append(",") }
      out.append(digit)
    }
    return out
  }
}
