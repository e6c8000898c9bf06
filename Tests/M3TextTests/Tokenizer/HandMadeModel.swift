/// Pieces of a sentencepiece model, written by hand for tests.
enum HandMadeModel {
  static func field(_ number: UInt8, bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2] + varint(UInt64(bytes.count)) + bytes
  }
  static func field(_ number: UInt64, varint value: UInt64) -> [UInt8] { varint(number << 3) + varint(value) }

  /// A whole `pieces` field of the model.
  static func piece(_ text: String, kind: UInt64 = 1, score: Float = -1) -> [UInt8] {
    let bits = (0..<4).map { UInt8(truncatingIfNeeded: score.bitPattern >> UInt32(8 * $0)) }
    return field(1, bytes: field(1, bytes: Array(text.utf8)) + [2 << 3 | 5] + bits + field(3, varint: kind))
  }

  static func trainer(_ content: [UInt8]) -> [UInt8] { field(2, bytes: content) }
  static func normalizer(_ content: [UInt8]) -> [UInt8] { field(3, bytes: content) }

  /// The smallest model that loads: `<unk>`, `<s>`, `</s>`, a space and the letters given; no byte fallback.
  static func tiny(_ letters: String = "ab", remover: Bool = false) -> [UInt8] {
    piece("<unk>", kind: 2) + piece("<s>", kind: 3) + piece("</s>", kind: 3) + piece("\u{2581}")
      + letters.flatMap { piece(String($0)) } + trainer(field(3, varint: 2))
      + normalizer(field(4, varint: remover ? 1 : 0))
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
  }
}
