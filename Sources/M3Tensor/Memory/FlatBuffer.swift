/// Owned Float32 memory that several matrices are windows of: the weights of a model, their gradients.
///
/// Zeroed, aligned to a page. One thread writes to a range of it at a time.
public final class FlatBuffer {
  let storage: AlignedBuffer

  /// - Returns: nil when the system has no room for so many floats.
  public init?(ifRoomFor count: Int) {
    guard let storage = AlignedBuffer(count: count) else { return nil }
    self.storage = storage
  }

  init(_ storage: consuming AlignedBuffer) { self.storage = storage }

  /// Floats.
  public var count: Int { storage.count }

  /// The first float; valid while the buffer lives.
  package var base: UnsafeMutablePointer<Float> { unsafe storage.base }

  /// A range's values.
  public subscript(range: Range<Int>) -> [Float] {
    get {
      precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count) floats")
      return unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }
    set {
      precondition(range.lowerBound >= 0 && range.upperBound <= count && newValue.count == range.count, "\(range)")
      for (i, value) in newValue.enumerated() { unsafe base[range.lowerBound + i] = value }
    }
  }

  /// Lends the bytes of a range, as they lie in memory.
  public func withBytes<R, E: Error>(_ range: Range<Int>, _ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count) floats")
    let bytes = unsafe UnsafeRawBufferPointer(
      start: base + range.lowerBound, count: range.count * MemoryLayout<Float>.stride)
    return try body(unsafe RawSpan(_unsafeBytes: bytes))
  }

  /// Makes a range zero.
  public func clear(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count) floats")
    unsafe (base + range.lowerBound).update(repeating: 0, count: range.count)
  }

  /// Makes all of it zero.
  public func clear() { clear(0..<count) }
}
