extension JSONReader {
  /// Reads a number as it is written: whole where it has neither point nor exponent and fits 64 bits.
  package mutating func number() throws(JSONFault) -> JSONNumber {
    _ = try significantByte()
    let begin = offset
    func isDigit(_ at: Int) -> Bool { at < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) }
    func isByte(_ at: Int, _ among: Unicode.Scalar...) -> Bool {
      at < bytes.count && among.contains { UInt8(ascii: $0) == bytes[at] }
    }
    var end = begin
    if isByte(end, "-") { end += 1 }
    guard isDigit(end) else { throw JSONFault(.badNumber, at: begin) }
    if isByte(end, "0") { end += 1 } else { while isDigit(end) { end += 1 } }
    var isWhole = true
    if isByte(end, ".") {
      isWhole = false
      end += 1
      guard isDigit(end) else { throw JSONFault(.badNumber, at: begin) }
      while isDigit(end) { end += 1 }
    }
    if isByte(end, "e", "E") {
      isWhole = false
      end += 1
      if isByte(end, "+", "-") { end += 1 }
      guard isDigit(end) else { throw JSONFault(.badNumber, at: begin) }
      while isDigit(end) { end += 1 }
    }
    guard !isDigit(end) else { throw JSONFault(.badNumber, at: begin) }
    offset = end
    let text = String(decoding: bytes[begin..<end], as: UTF8.self)
    if isWhole, let whole = Int(text) { return .whole(whole) }
    guard let real = Double(text), real.isFinite else { throw JSONFault(.badNumber, at: begin) }
    return .real(real)
  }

  /// Reads a whole number that fits 64 bits.
  package mutating func integer() throws(JSONFault) -> Int {
    guard try next() == .number else { throw JSONFault(.expected("a whole number"), at: offset) }
    let begin = offset
    guard case .whole(let value) = try number() else { throw JSONFault(.badNumber, at: begin) }
    return value
  }

  /// Reads a string.
  package mutating func string() throws(JSONFault) -> String {
    guard try significantByte() == UInt8(ascii: "\"") else { throw JSONFault(.expected("a string"), at: offset) }
    let begin = offset + 1
    var end = begin
    while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") {
      end += 1
    }
    guard end < bytes.count else { throw JSONFault(.endsEarly, at: end) }
    if bytes[end] == UInt8(ascii: "\"") {
      guard let text = String(validating: bytes[begin..<end], as: UTF8.self) else {
        throw JSONFault(.badString, at: begin)
      }
      offset = end + 1
      return text
    }
    return try escapedString(from: begin)
  }

  /// Reads a string that has escapes in it, from the byte after its opening quote.
  private mutating func escapedString(from begin: Int) throws(JSONFault) -> String {
    var text: [UInt8] = []
    var at = begin
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw JSONFault(.badString, at: begin) }
        offset = at
        return string
      case UInt8(ascii: "\\"):
        let scalar = try escape(&at)
        if scalar.isASCII { text.append(UInt8(scalar.value)) } else { text += Array(String(scalar).utf8) }
      case 0x00..<0x20: throw JSONFault(.badString, at: at - 1)
      default: text.append(byte)
      }
    }
    throw JSONFault(.endsEarly, at: at)
  }

  /// The character that an escape stands for; `at` is the byte after the backslash and moves past the escape.
  private func escape(_ at: inout Int) throws(JSONFault) -> Unicode.Scalar {
    guard at < bytes.count else { throw JSONFault(.endsEarly, at: at) }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var code = try codeUnit(&at)
      if (0xD800...0xDBFF).contains(code), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
        bytes[at + 1] == UInt8(ascii: "u")
      {
        at += 2
        let low = try codeUnit(&at)
        guard (0xDC00...0xDFFF).contains(low) else { throw JSONFault(.badString, at: at) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw JSONFault(.badString, at: at) }
      return scalar
    default: throw JSONFault(.badString, at: at - 1)
    }
  }

  /// Four hexadecimal digits.
  private func codeUnit(_ at: inout Int) throws(JSONFault) -> UInt32 {
    guard at + 4 <= bytes.count else { throw JSONFault(.endsEarly, at: bytes.count) }
    var code: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw JSONFault(.badString, at: at) }
      code = code << 4 | UInt32(digit)
    }
    at += 4
    return code
  }
}
