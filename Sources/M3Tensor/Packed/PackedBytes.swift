/// Bytes that were packed in memory; never written to again.
@safe final class PackedBytes: @unchecked Sendable {
  private let storage: AlignedBuffer
  private let byteCount: Int

  /// Makes room for a weight and fills it.
  ///
  /// - Parameter fill: packs to its argument; false when a weight has no place.
  init(
    name: String, shape: PackedShape, type: PackedType, _ fill: (UnsafeMutableRawPointer) -> Bool
  ) throws(TensorError) {
    byteCount = shape.byteCount(type)
    let floatBytes = MemoryLayout<Float>.stride
    guard let storage = AlignedBuffer(count: (byteCount + floatBytes - 1) / floatBytes) else {
      throw .cannotPack(tensor: name, type: type, reason: "there is no memory for \(byteCount) bytes")
    }
    guard unsafe fill(UnsafeMutableRawPointer(storage.base)) else {
      throw .cannotPack(tensor: name, type: type, reason: "a weight is not finite, or too large for a scale")
    }
    self.storage = storage
  }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try unsafe body(UnsafeRawBufferPointer(start: storage.base, count: byteCount))
  }
}
