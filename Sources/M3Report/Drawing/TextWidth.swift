/// How wide text will be, near enough to keep labels apart.
enum TextWidth {
  /// In pixels, for a size in pixels.
  static func of(_ text: String, size: Double) -> Double {
    var width = 0.0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "i", "l", "j", "f", "t", "r", "I", ".", ",", ":", ";", "'", "|", "(", ")", "[", "]", " ", "-": width += 0.34
      case "m", "w", "M", "W", "%", "@": width += 0.9
      case "A"..."Z": width += 0.68
      default: width += scalar.value > 0x2E80 ? 1 : 0.57
      }
    }
    return width * size
  }

  /// The text cut so that it fits, with an ellipsis.
  static func fit(_ text: String, into width: Double, size: Double) -> String {
    guard of(text, size: size) > width else { return text }
    var kept = ""
    var used = of("\u{2026}", size: size)
    for character in text.prefix(200) {
      used += of(String(character), size: size)
      if used > width { break }
      kept.append(character)
    }
    return kept + "\u{2026}"
  }
}
