/// The header of a safetensors file, checked against the size of its data.
///
/// A JSON object: tensor name -> `{"dtype", "shape", "data_offsets": [begin, end]}`, and optionally `__metadata__` ->
/// object of strings (huggingface/safetensors, README "Format"). The tensors must fill the data from end to end, without
/// gap or overlap.
struct SafetensorsHeader {
  /// One tensor as the header describes it; offsets count from the start of the data.
  struct Entry {
    var name: String
    var type: ElementType
    var shape: [Int]
    var begin: Int
    var end: Int
  }

  /// The format's own limit on the header, in bytes.
  static let byteLimit = 100_000_000
  /// Dimensions of one tensor.
  static let rankLimit = 8
  /// Tensors of one file; large sharded models have some ten thousand.
  static let tensorLimit = 200_000
  /// Members of `__metadata__`.
  static let metadataLimit = 10_000

  /// In the order of their data.
  let entries: [Entry]
  let metadata: [String: String]

  /// Reads and checks a header.
  ///
  /// - Parameters:
  ///   - json: the header's bytes, without the length before them.
  ///   - dataByteCount: what the file holds after the header.
  init(_ json: [UInt8], dataByteCount: Int, path: String) throws(TensorError) {
    let text: SafetensorsHeaderText
    do { text = try SafetensorsHeaderText(json) } catch { throw .malformedHeader(path: path, fault: error) }
    metadata = text.metadata
    var entries: [Entry] = []
    entries.reserveCapacity(text.entries.count)
    for raw in text.entries {
      entries.append(try Self.check(raw, dataByteCount: dataByteCount, path: path))
    }
    entries.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
    var filled = 0
    var previous = ""
    for entry in entries {
      guard entry.begin >= filled else {
        throw .overlappingTensors(path: path, first: previous, second: entry.name)
      }
      guard entry.begin == filled else {
        throw .unusedBytes(path: path, range: filled..<entry.begin)
      }
      filled = entry.end
      previous = entry.name
    }
    guard filled == dataByteCount else { throw .unusedBytes(path: path, range: filled..<dataByteCount) }
    self.entries = entries
  }

  private static func check(
    _ raw: SafetensorsHeaderText.Entry, dataByteCount: Int, path: String
  ) throws(TensorError) -> Entry {
    guard let type = ElementType(rawValue: raw.type) else {
      throw .unknownType(path: path, tensor: raw.name, found: raw.type)
    }
    guard raw.begin >= 0, raw.begin <= raw.end, raw.end <= dataByteCount else {
      throw .offsetsOutside(path: path, tensor: raw.name, begin: raw.begin, end: raw.end, dataByteCount: dataByteCount)
    }
    var bytes = type.byteCount
    for side in raw.shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: side)
      guard side >= 0, !overflow else { throw .impossibleShape(path: path, tensor: raw.name, shape: raw.shape) }
      bytes = product
    }
    guard raw.end - raw.begin == bytes else {
      throw .wrongByteCount(path: path, tensor: raw.name, shape: raw.shape, expected: bytes, found: raw.end - raw.begin)
    }
    return Entry(name: raw.name, type: type, shape: raw.shape, begin: raw.begin, end: raw.end)
  }
}
