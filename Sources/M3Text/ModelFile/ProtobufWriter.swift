/// Writes the fields of a protocol buffer message.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ field: Int, varint value: UInt64) {
    append(UInt64(field) << 3)
    append(value)
  }

  mutating func write(_ field: Int, flag: Bool) { write(field, varint: flag ? 1 : 0) }

  mutating func write(_ field: Int, float value: Float) {
    append(UInt64(field) << 3 | 5)
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(shift))) }
  }

  mutating func write(_ field: Int, bytes content: some Collection<UInt8>) {
    append(UInt64(field) << 3 | 2)
    append(UInt64(content.count))
    bytes += content
  }

  private mutating func append(_ varint: UInt64) {
    var rest = varint
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
