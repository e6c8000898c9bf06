/// One tensor of a safetensors file: a view into the mapped file, which it keeps mapped.
public struct MappedTensor: Sendable {
  /// Its name in the file.
  public let name: String
  public let type: ElementType
  /// Outermost first (row-major); empty for a single number.
  public let shape: [Int]
  /// The product of `shape`.
  public let elementCount: Int
  private let file: MappedFile
  private let range: Range<Int>

  init(name: String, type: ElementType, shape: [Int], file: MappedFile, range: Range<Int>) {
    self.name = name
    self.type = type
    self.shape = shape
    elementCount = range.count / type.byteCount
    self.file = file
    self.range = range
  }

  /// The product of `elementCount` and the element's size.
  public var byteCount: Int { range.count }

  /// Lends the tensor's bytes: little-endian elements, row-major, `byteCount` in all.
  ///
  /// They need not be aligned to the element. The pointer is valid during `body` only. A page that is not in memory is
  /// read from the disk when it is touched.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try unsafe file.withBytes(range, body)
  }

  /// Gives the memory of its pages back to the system, which reads them again if they are touched again.
  public func release() { file.release(range) }
}
