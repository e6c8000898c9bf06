extension JSONScanner {
  /// The string that begins at the next byte, a quote.
  ///
  /// - Throws: `EvaluateError.malformed` for raw control characters, unknown escapes, lone surrogates and broken UTF-8.
  mutating func string() throws(EvaluateError) -> String {
    let bytes = file.bytes
    let begin = index + 1
    var end = begin
    var isPlain = true
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      guard bytes[end] >= 0x20 else {
        throw .malformed(file: file.name, line: line, expected: "a string on one line", found: "a control character")
      }
      if bytes[end] == UInt8(ascii: "\\") {
        isPlain = false
        end += 1
      }
      end += 1
    }
    guard end < bytes.count else { throw malformed("a string with its closing quote") }
    guard let raw = String(validating: bytes[begin..<end], as: UTF8.self) else { throw malformed("valid UTF-8") }
    let text = isPlain ? raw : try unescaped(raw)
    moveTo(end + 1)
    return text
  }

  private func unescaped(_ raw: String) throws(EvaluateError) -> String {
    var out = String.UnicodeScalarView()
    var rest = raw.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        out.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "\"": out.append("\"")
      case "\\": out.append("\\")
      case "/": out.append("/")
      case "b": out.append("\u{8}")
      case "f": out.append("\u{C}")
      case "n": out.append("\n")
      case "r": out.append("\r")
      case "t": out.append("\t")
      case "u": out.append(try escapedScalar(&rest))
      default: throw malformed("a string with known escapes")
      }
    }
    return String(out)
  }

  private func escapedScalar(_ rest: inout Substring.UnicodeScalarView) throws(EvaluateError) -> Unicode.Scalar {
    let high = try codeUnit(&rest)
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, rest.popFirst() == "\\", rest.popFirst() == "u" else {
      throw malformed("whole surrogate pairs")
    }
    let low = try codeUnit(&rest)
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw malformed("whole surrogate pairs") }
    return scalar
  }

  private func codeUnit(_ rest: inout Substring.UnicodeScalarView) throws(EvaluateError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let scalar = rest.popFirst(), scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
        throw malformed("four hexadecimal digits")
      }
      value = value << 4 + UInt32(digit)
    }
    return value
  }
}
