/// Reads JSON from bytes value by value, strictly, counting lines for messages.
///
/// Foundation's decoder neither says in which line a file is broken nor reads a list element by element; annotation
/// files are large lists that people edit by hand.
struct JSONScanner {
  /// Deeper nesting is refused.
  static let maximumDepth = 64

  let file: AnnotationFile
  private(set) var index: Int
  /// From 1.
  private(set) var line: Int

  init(_ file: AnnotationFile) {
    self.file = file
    index = file.start
    line = 1
  }

  /// Starts in the middle: at the first byte of a line.
  init(_ file: AnnotationFile, at index: Int, line: Int) {
    self.file = file
    self.index = index
    self.line = line
  }

  private var bytes: [UInt8] { file.bytes }

  /// Goes on behind a value that was read by index.
  mutating func moveTo(_ index: Int) { self.index = index }

  /// The next byte that is not white space, or nil at the end.
  mutating func peek() -> UInt8? {
    while index < file.bytes.count {
      switch file.bytes[index] {
      case 0x0A:
        line += 1
        index += 1
      case 0x20, 0x09, 0x0D: index += 1
      case let byte: return byte
      }
    }
    return nil
  }

  func malformed(_ expected: String) -> EvaluateError {
    guard index < bytes.count else {
      return .malformed(file: file.name, line: line, expected: expected, found: "the end of the file")
    }
    let found = String(decoding: bytes[index..<min(index + 20, bytes.count)], as: UTF8.self)
    return .malformed(file: file.name, line: line, expected: expected, found: "`\(found)`")
  }

  mutating func take(_ byte: UInt8, _ name: String) throws(EvaluateError) {
    guard peek() == byte else { throw malformed(name) }
    index += 1
  }

  /// Takes the byte if it comes next.
  mutating func takeIf(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }

  /// The next value, whole.
  mutating func value(depth: Int = 0) throws -> JSONValue {
    guard depth < Self.maximumDepth else { throw malformed("nesting of at most \(Self.maximumDepth) levels") }
    guard let byte = peek() else { throw malformed("a value") }
    switch byte {
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      try object { scanner, name in
        members.append(JSONValue.Member(name: name, value: try scanner.value(depth: depth + 1)))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var items: [JSONValue] = []
      try list { scanner in items.append(try scanner.value(depth: depth + 1)) }
      return .array(items)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  /// Calls `body` at each value of an object; `body` must take the value.
  mutating func object(_ body: (inout JSONScanner, String) throws -> Void) throws {
    try take(UInt8(ascii: "{"), "`{`")
    if takeIf(UInt8(ascii: "}")) { return }
    repeat {
      guard peek() == UInt8(ascii: "\"") else { throw malformed("a name in quotes") }
      let name = try string()
      try take(UInt8(ascii: ":"), "`:`")
      try body(&self, name)
    } while takeIf(UInt8(ascii: ","))
    try take(UInt8(ascii: "}"), "`,` or `}`")
  }

  /// Calls `body` at each item of a list; `body` must take the item.
  mutating func list(_ body: (inout JSONScanner) throws -> Void) throws {
    try take(UInt8(ascii: "["), "`[`")
    if takeIf(UInt8(ascii: "]")) { return }
    repeat { try body(&self) } while takeIf(UInt8(ascii: ","))
    try take(UInt8(ascii: "]"), "`,` or `]`")
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(EvaluateError) -> JSONValue {
    let expected = Array(text.description.utf8)
    guard bytes[index...].starts(with: expected) else { throw malformed("a value") }
    index += expected.count
    return value
  }

  private mutating func number() throws(EvaluateError) -> String {
    let begin = index
    func digits(_ index: inout Int) -> Bool {
      let first = index
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
      return index > first
    }
    var end = index
    if end < bytes.count, bytes[end] == UInt8(ascii: "-") { end += 1 }
    guard digits(&end) else { throw malformed("a value") }
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      end += 1
      guard digits(&end) else { throw malformed("a number") }
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      end += 1
      if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
      guard digits(&end) else { throw malformed("a number") }
    }
    index = end
    return String(decoding: bytes[begin..<end], as: UTF8.self)
  }
}
