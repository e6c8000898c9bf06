extension String {
  /// The text with everything that means something to HTML written as a reference, for content and attributes alike.
  ///
  /// Control characters other than tab and line ends become their visible pictures (U+2400 and on), as a page may not
  /// hold them.
  var escapedForHTML: String {
    guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || Self.special.contains($0) }) else { return self }
    var out = ""
    out.reserveCapacity(utf8.count + 16)
    for scalar in unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\r": out += "&#13;"
      case "\t", "\n": out.unicodeScalars.append(scalar)
      case "\u{7F}": out += "\u{2421}"
      case "\0"..."\u{1F}": out.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static let special = Set("&<>\"'".utf8)

  /// The first characters, with an ellipsis where some are left out.
  func clipped(to count: Int) -> String {
    guard utf8.count > count, let end = index(startIndex, offsetBy: count, limitedBy: endIndex), end < endIndex else {
      return self
    }
    return self[..<end] + "\u{2026}"
  }
}
