import CM3Kernels

/// Float32 values in half the memory: as the nearest Float16, little-endian.
public enum HalfPrecision {
  /// Bytes of a value.
  public static let size = 2

  /// The values, rounded.
  ///
  /// - Returns: nil when one is not finite, or too large for a Float16 (65504).
  public static func bytes(of values: [Float]) -> [UInt8]? {
    guard values.allSatisfy({ $0.magnitude < 65520 }) else { return nil }
    return unsafe [UInt8](unsafeUninitializedCapacity: values.count * size) { buffer, count in
      unsafe values.withUnsafeBufferPointer { source in
        if let to = buffer.baseAddress, let from = source.baseAddress {
          unsafe _ = m3_store_in_cache(to, M3_CACHE_FLOAT16, from, source.count)
        }
      }
      count = values.count * size
    }
  }

  /// The values of so many bytes, exactly.
  ///
  /// - Precondition: whole values.
  public static func values(of bytes: [UInt8]) -> [Float] {
    precondition(bytes.count % size == 0, "whole values expected")
    return unsafe [Float](unsafeUninitializedCapacity: bytes.count / size) { buffer, count in
      unsafe bytes.withUnsafeBytes { source in
        if let to = buffer.baseAddress, let from = source.baseAddress {
          unsafe m3_to_float(to, from, M3_FLOAT16, bytes.count / size)
        }
      }
      count = bytes.count / size
    }
  }
}
