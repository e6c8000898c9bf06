/// Walks the fields of a protocol buffer message without trusting any of them.
///
/// Only what sentencepiece models use is read: varints, 4- and 8-byte numbers and lengths with bytes. Groups, field 0,
/// lengths past the end and varints over ten bytes are malformed.
struct ProtobufReader {
  /// One field's content.
  enum Value: Equatable {
    case varint(UInt64)
    case fixed64(UInt64)
    /// Where the bytes stand in the file.
    case bytes(Range<Int>)
    case fixed32(UInt32)
  }

  /// Why reading stopped, and at which byte of the file.
  struct Malformed: Error, Equatable {
    var offset: Int
    var reason: String
  }

  private let file: [UInt8]
  private let end: Int
  /// The next byte to read, counted from the start of the file.
  private(set) var offset: Int

  /// - Precondition: `range` lies within `file`.
  init(_ file: [UInt8], in range: Range<Int>) {
    self.file = file
    offset = range.lowerBound
    end = range.upperBound
  }

  /// The next field; nil at the end of the message.
  mutating func next() throws(Malformed) -> (field: Int, value: Value)? {
    guard offset < end else { return nil }
    let start = offset
    let tag = try varint()
    let field = tag >> 3
    guard field > 0, field < 1 << 29 else { throw Malformed(offset: start, reason: "field number \(field)") }
    switch tag & 7 {
    case 0: return (Int(field), .varint(try varint()))
    case 1: return (Int(field), .fixed64(try little(bytes: 8)))
    case 2:
      let length = try varint()
      guard length <= UInt64(end - offset) else {
        throw Malformed(offset: start, reason: "a field of \(length) bytes where \(end - offset) are left")
      }
      let range = offset..<(offset + Int(length))
      offset = range.upperBound
      return (Int(field), .bytes(range))
    case 5: return (Int(field), .fixed32(UInt32(try little(bytes: 4))))
    case let other: throw Malformed(offset: start, reason: "wire type \(other)")
    }
  }

  private mutating func varint() throws(Malformed) -> UInt64 {
    let start = offset
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard offset < end else { throw Malformed(offset: start, reason: "a number that is cut off") }
      let byte = file[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw Malformed(offset: start, reason: "a number of more than ten bytes")
  }

  private mutating func little(bytes count: Int) throws(Malformed) -> UInt64 {
    guard end - offset >= count else { throw Malformed(offset: offset, reason: "a number that is cut off") }
    let value = (0..<count).reduce(UInt64(0)) { $0 | UInt64(file[offset + $1]) << UInt64(8 * $1) }
    offset += count
    return value
  }
}
