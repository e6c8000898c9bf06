/// The header of a safetensors file as it is written, before its numbers are checked.
struct SafetensorsHeaderText {
  struct Entry {
    var name: String
    var type: String
    var shape: [Int]
    var begin: Int
    var end: Int
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  init(_ json: [UInt8]) throws(JSONFault) {
    var reader = JSONReader(json)
    var names: Set<String> = []
    try reader.beginObject()
    while let name = try reader.nextKey() {
      guard names.insert(name).inserted else { throw JSONFault(.duplicateKey(name), at: reader.offset) }
      if name == "__metadata__" {
        metadata = try reader.strings(limit: SafetensorsHeader.metadataLimit)
        continue
      }
      guard entries.count < SafetensorsHeader.tensorLimit else {
        throw JSONFault(.tooMany("tensors", limit: SafetensorsHeader.tensorLimit), at: reader.offset)
      }
      entries.append(try Self.entry(name, &reader))
    }
    try reader.finish()
  }

  private static func entry(_ name: String, _ reader: inout JSONReader) throws(JSONFault) -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "dtype" where type == nil: type = try reader.string()
      case "shape" where shape == nil: shape = try integers(&reader, limit: SafetensorsHeader.rankLimit, "dimensions")
      case "data_offsets" where offsets == nil: offsets = try integers(&reader, limit: 2, "offsets")
      case "dtype", "shape", "data_offsets": throw JSONFault(.duplicateKey(key), at: reader.offset)
      default: throw JSONFault(.unknownKey(key), at: reader.offset)
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw JSONFault(.expected("`dtype`, `shape` and two `data_offsets`"), at: reader.offset)
    }
    return Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }

  private static func integers(
    _ reader: inout JSONReader, limit: Int, _ what: String
  ) throws(JSONFault) -> [Int] {
    var values: [Int] = []
    try reader.beginArray()
    while try reader.nextElement() {
      guard values.count < limit else { throw JSONFault(.tooMany(what, limit: limit), at: reader.offset) }
      values.append(try reader.integer())
    }
    return values
  }
}

extension JSONReader {
  /// Reads an object whose values are all strings; a key that stands twice is a fault, and so are too many.
  package mutating func strings(limit: Int) throws(JSONFault) -> [String: String] {
    var members: [String: String] = [:]
    try beginObject()
    while let key = try nextKey() {
      guard members.count < limit else { throw JSONFault(.tooMany("members", limit: limit), at: offset) }
      guard members.updateValue(try string(), forKey: key) == nil else {
        throw JSONFault(.duplicateKey(key), at: offset)
      }
    }
    return members
  }
}
