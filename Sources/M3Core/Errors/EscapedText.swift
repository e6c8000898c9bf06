extension StringProtocol {
  /// The text with control characters written as `\n`, `\t` or `\u{1B}`, safe to print on a terminal or put in a log.
  ///
  /// File names, container tags and messages of decoders are foreign text: printed raw they could move the cursor or
  /// rewrite what stands above. C0, DEL, C1, the line and paragraph separators and the bidirectional controls are escaped.
  public var escapedForTerminal: String {
    var out = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x09: out += "\\t"
      case 0x0A: out += "\\n"
      case 0x0D: out += "\\r"
      case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
        out += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
