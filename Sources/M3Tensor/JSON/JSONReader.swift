/// Reads JSON from bytes, step by step and strictly (RFC 8259), for text from untrusted files.
///
/// The caller asks for what should come next, so nothing is built that is not wanted: a hostile text costs time in
/// proportion to its length and memory only for what the caller keeps. Nothing recurses; depth is limited.
package struct JSONReader {
  /// What a value begins like.
  package enum Kind {
    case object, array, string, number, bool, null
  }

  /// How deep objects and arrays may lie in each other.
  package static let depthLimit = 64

  let bytes: [UInt8]
  /// The next byte to read.
  package var offset = 0
  /// Open objects and arrays: whether a member or element was already read.
  private var open: [Bool] = []

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What comes next, which is not consumed.
  package mutating func next() throws(JSONFault) -> Kind {
    switch try significantByte() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: throw JSONFault(.expected("a value"), at: offset)
    }
  }

  /// Enters an object; its members come from `nextKey`.
  package mutating func beginObject() throws(JSONFault) { try begin(UInt8(ascii: "{"), "an object") }

  /// Enters an array; its elements come after each `nextElement` that is true.
  package mutating func beginArray() throws(JSONFault) { try begin(UInt8(ascii: "["), "an array") }

  /// The key of the next member, whose value must be read or skipped then; nil when the object ends.
  package mutating func nextKey() throws(JSONFault) -> String? {
    guard try advance(closing: UInt8(ascii: "}"), "`,` or `}`") else { return nil }
    let key = try string()
    guard try significantByte() == UInt8(ascii: ":") else { throw JSONFault(.expected("`:`"), at: offset) }
    offset += 1
    return key
  }

  /// Whether another element comes, which must be read or skipped then.
  package mutating func nextElement() throws(JSONFault) -> Bool {
    try advance(closing: UInt8(ascii: "]"), "`,` or `]`")
  }

  /// Checks that only white space is left.
  package mutating func finish() throws(JSONFault) {
    skipWhiteSpace()
    guard offset == bytes.count else { throw JSONFault(.trailingBytes, at: offset) }
  }

  /// Reads `null`.
  package mutating func null() throws(JSONFault) { try word("null") }

  /// Reads `true` or `false`.
  package mutating func bool() throws(JSONFault) -> Bool {
    if try significantByte() == UInt8(ascii: "t") {
      try word("true")
      return true
    }
    try word("false")
    return false
  }

  /// Passes over one value of any kind, however deep within the limit.
  package mutating func skip() throws(JSONFault) {
    let depth = open.count
    /// Of each container entered here, whether it is an object.
    var isObject: [Bool] = []
    repeat {
      if let object = isObject.last {
        let more = object ? try nextKey() != nil : try nextElement()
        guard more else {
          isObject.removeLast()
          continue
        }
      }
      switch try next() {
      case .object:
        try beginObject()
        isObject.append(true)
      case .array:
        try beginArray()
        isObject.append(false)
      case .string: _ = try string()
      case .number: _ = try number()
      case .bool: _ = try bool()
      case .null: try null()
      }
    } while open.count > depth
  }

  private mutating func begin(_ bracket: UInt8, _ name: String) throws(JSONFault) {
    guard try significantByte() == bracket else { throw JSONFault(.expected(name), at: offset) }
    guard open.count < Self.depthLimit else { throw JSONFault(.tooDeep(limit: Self.depthLimit), at: offset) }
    offset += 1
    open.append(false)
  }

  private mutating func advance(closing: UInt8, _ separators: String) throws(JSONFault) -> Bool {
    guard let hasMember = open.last else { preconditionFailure("no object or array is open") }
    let byte = try significantByte()
    if byte == closing {
      offset += 1
      open.removeLast()
      return false
    }
    if hasMember {
      guard byte == UInt8(ascii: ",") else { throw JSONFault(.expected(separators), at: offset) }
      offset += 1
    }
    open[open.count - 1] = true
    return true
  }

  private mutating func word(_ word: StaticString) throws(JSONFault) {
    _ = try significantByte()
    let expected = Array("\(word)".utf8)
    guard bytes[offset...].starts(with: expected) else { throw JSONFault(.expected("`\(word)`"), at: offset) }
    offset += expected.count
  }

  /// The next byte that is not white space, which is not consumed.
  mutating func significantByte() throws(JSONFault) -> UInt8 {
    skipWhiteSpace()
    guard offset < bytes.count else { throw JSONFault(.endsEarly, at: offset) }
    return bytes[offset]
  }

  private mutating func skipWhiteSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return
      }
    }
  }
}
