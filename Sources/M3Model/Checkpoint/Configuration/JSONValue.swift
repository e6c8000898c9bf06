import M3Tensor

/// A JSON value in memory; for small files, since all of it is kept.
enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads a whole text.
  init(_ bytes: [UInt8]) throws(JSONFault) {
    var reader = JSONReader(bytes)
    self = try Self.read(&reader)
    try reader.finish()
  }

  /// Recurses at most as deep as the reader allows.
  private static func read(_ reader: inout JSONReader) throws(JSONFault) -> JSONValue {
    switch try reader.next() {
    case .null:
      try reader.null()
      return .null
    case .bool: return .bool(try reader.bool())
    case .number: return .number(try reader.number())
    case .string: return .string(try reader.string())
    case .array:
      var elements: [JSONValue] = []
      try reader.beginArray()
      while try reader.nextElement() { elements.append(try read(&reader)) }
      return .array(elements)
    case .object:
      var members: [String: JSONValue] = [:]
      try reader.beginObject()
      while let key = try reader.nextKey() {
        guard members.updateValue(try read(&reader), forKey: key) == nil else {
          throw JSONFault(.duplicateKey(key), at: reader.offset)
        }
      }
      return .object(members)
    }
  }

  /// A short form for messages: what was found instead of what was expected.
  var summary: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(.whole(let value)): "\(value)"
    case .number(.real(let value)): "\(value)"
    case .string(let value): "\"\(value)\""
    case .array(let elements):
      elements.count > 8
        ? "a list of \(elements.count)" : "[\(elements.map(\.summary).joined(separator: ", "))]"
    case .object: "an object"
    }
  }
}
