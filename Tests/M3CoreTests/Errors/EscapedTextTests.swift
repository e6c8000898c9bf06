import M3Core
import Testing

@Suite struct EscapedTextTests {
  @Test(arguments: [
    ("", ""), ("clip.mp4", "clip.mp4"), ("tab\tand\nnewline\r.mp4", "tab\\tand\\nnewline\\r.mp4"),
    ("a\r\nb", "a\\r\\nb"),
    ("\u{1B}[2J", "\\u{1B}[2J"), ("\0\u{7F}\u{9B}", "\\u{0}\\u{7F}\\u{9B}"), ("abc\u{202E}4pm", "abc\\u{202E}4pm"),
    ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"), ("\u{200E}\u{200F}\u{61C}", "\\u{200E}\\u{200F}\\u{61C}"),
    ("one\u{2028}two\u{2029}", "one\\u{2028}two\\u{2029}"), ("e\u{301}\u{9}", "e\u{301}\\t"),
    (
      "\u{FC}n\u{EF}c\u{F8}d\u{E9} \u{89C6}\u{9891} \u{1F3AC}", "\u{FC}n\u{EF}c\u{F8}d\u{E9} \u{89C6}\u{9891} \u{1F3AC}"
    ),
  ])
  func controlsAreWrittenOut(text: String, escaped: String) {
    #expect(text.escapedForTerminal.unicodeScalars.elementsEqual(escaped.unicodeScalars))
  }

  /// Nothing that a terminal acts on is left, and what is left over stays as it was.
  @Test func noControlIsLeft() {
    for value in UInt32(0)..<0x3000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let escaped = String(Character(scalar)).escapedForTerminal
      let isControl = scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
      let isSeparator = value == 0x2028 || value == 0x2029
      #expect((escaped.unicodeScalars.count > 1) == (isControl || isSeparator), "U+\(String(value, radix: 16))")
    }
  }
}
