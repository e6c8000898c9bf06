import CM3Kernels

/// Names of the packed types, in their order.
let packedTypes: [m3_packed_type] = [
  M3_PACKED_FLOAT32, M3_PACKED_FLOAT16, M3_PACKED_BFLOAT16, M3_PACKED_INT8, M3_PACKED_INT8_ROWS, M3_PACKED_INT4,
]

/// Stored elements of a kernel's type.
enum Stored {
  /// Bytes of floats rounded to the type.
  static func bytes(_ values: [Float], _ type: m3_element) -> [UInt8] {
    values.flatMap { value in
      switch type {
      case M3_FLOAT32: unsafe withUnsafeBytes(of: value) { unsafe Array($0) }
      case M3_FLOAT16: unsafe withUnsafeBytes(of: Float16(value).bitPattern) { unsafe Array($0) }
      default: unsafe withUnsafeBytes(of: UInt16(value.bitPattern >> 16)) { unsafe Array($0) }
      }
    }
  }

  /// What they hold.
  static func floats(_ bytes: [UInt8], _ type: m3_element) -> [Float] {
    let count = bytes.count / m3_element_size(type)
    var values = [Float](repeating: 0, count: count)
    unsafe m3_to_float_reference(&values, bytes, type, count)
    return values
  }
}

/// A packed weight whose bytes lie at an odd address, or where none was asked for.
struct PackedSample {
  let type: m3_packed_type
  let outputs: Int
  let inputs: Int
  let bytes: [UInt8]
  /// Whether every weight had a place.
  let isGood: Bool

  init(
    _ values: [Float], of element: m3_element = M3_FLOAT32, _ type: m3_packed_type, outputs: Int, inputs: Int,
    reference: Bool = false
  ) {
    let stored = Stored.bytes(values, element)
    var bytes = [UInt8](repeating: 0xA5, count: 1 + m3_packed_bytes(type, outputs, inputs) + 1)
    let stride = inputs * m3_element_size(element)
    let pack = unsafe reference ? m3_pack_reference : m3_pack
    isGood = unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return false }
      return unsafe pack(base + 1, type, stored, element, stride, outputs, inputs)
    }
    self.bytes = bytes
    self.type = type
    self.outputs = outputs
    self.inputs = inputs
  }

  /// Lends it in the kernels' form.
  func withPacked<R>(_ body: (m3_packed) -> R) -> R {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe body(
        m3_packed(type: type, outputs: outputs, inputs: inputs, bytes: buffer.baseAddress.map { unsafe $0 + 1 }))
    }
  }

  /// The weights that it stands for, row by row.
  var values: [Float] {
    var rows = [Float](repeating: 0, count: outputs * inputs)
    unsafe withPacked { packed in
      unsafe rows.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        for row in 0..<outputs {
          unsafe withUnsafePointer(to: packed) { unsafe m3_packed_row(base + row * inputs, $0, row) }
        }
      }
    }
    return rows
  }
}

/// Scratch memory of an exact size; what lies behind it must stay as it was.
func withScratch(_ bytes: Int, _ body: (UnsafeMutableRawPointer) -> Void) -> Bool {
  let guarded = 256
  let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes + guarded, alignment: 64)
  defer { unsafe memory.deallocate() }
  unsafe memory.initializeMemory(as: UInt8.self, repeating: 0xA5, count: bytes + guarded)
  unsafe body(memory)
  return (0..<guarded).allSatisfy { unsafe memory.load(fromByteOffset: bytes + $0, as: UInt8.self) == 0xA5 }
}
