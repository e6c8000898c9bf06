import M3Text
import Testing

@Suite struct RoundTripTests {
  /// A short text of arbitrary scalars; U+2581 is left out, since sentencepiece cannot tell it from a space.
  static func text(using generator: inout some RandomNumberGenerator) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x7F, 0x20...0x7E, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x1_0000...0x10_FFFF,
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...20, using: &generator) {
      let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
      guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)), scalar != "\u{2581}" else {
        continue
      }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  @Test(arguments: Golden.names)
  func anyTextComesBack(name: String) throws {
    let tokenizer = try Golden.tokenizer(name)
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      let text = Self.text(using: &generator)
      let back = try tokenizer.decode(tokenizer.encode(text))
      #expect(Array(back.utf8) == Array(text.utf8), "\(text.debugDescription)")
    }
  }
}
