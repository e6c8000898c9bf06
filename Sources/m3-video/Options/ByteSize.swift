import ArgumentParser
import M3Core

/// Sizes in bytes as people write them: `512MB`, `4GB`, `1.5 GB`, `0`.
enum ByteSize {
  private static let units: [(String, Double)] = [
    ("TB", 0x1p40), ("GB", 0x1p30), ("MB", 0x1p20), ("KB", 0x1p10), ("B", 1),
  ]

  /// Units are of 1024, whichever case they are in; without one it is bytes.
  ///
  /// - Throws: `ValidationError`.
  static func parse(_ text: String) throws -> Int {
    let upper = text.uppercased()
    let unit = units.first { upper.hasSuffix($0.0) }
    let digits = upper.dropLast(unit?.0.count ?? 0)
    let isPlain = digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == " ") }
    guard isPlain, let number = Double(String(digits.filter { $0 != " " })), number * (unit?.1 ?? 1) < 0x1p62 else {
      throw ValidationError("'\(text.escapedForTerminal)' is not a size such as 512MB or 4GB")
    }
    return Int(number * (unit?.1 ?? 1))
  }

  /// For people: three digits at most.
  static func text(_ bytes: Int) -> String {
    guard let unit = units.first(where: { Double(bytes) >= $0.1 }), unit.0 != "B" else { return "\(bytes) bytes" }
    let value = Double(bytes) / unit.1
    let rounded = value < 10 ? (value * 10).rounded() / 10 : value.rounded()
    return rounded == rounded.rounded() ? "\(Int(rounded)) \(unit.0)" : "\(rounded) \(unit.0)"
  }
}
