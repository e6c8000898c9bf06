import Foundation

/// JSON that can stand in a `script` element, whatever texts it holds.
enum ScriptText {
  /// A value as JSON in which no text can end or open an element or a comment: `<` is written as `\u003c`.
  static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return "null" }
    var out: [UInt8] = []
    out.reserveCapacity(data.count)
    for byte in data {
      if byte == UInt8(ascii: "<") { out += Array("\\u003c".utf8) } else { out.append(byte) }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
