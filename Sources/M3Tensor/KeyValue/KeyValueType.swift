import CM3Kernels

/// How keys and values are stored; sums over them are Float32 in any case.
public enum KeyValueType: String, CaseIterable, Codable, Sendable {
  case float32
  case float16
  /// -127...127 times a Float32 scale for each head and position.
  case int8

  /// The kernels' word for it.
  var kernelType: m3_cache_type {
    switch self {
    case .float32: M3_CACHE_FLOAT32
    case .float16: M3_CACHE_FLOAT16
    case .int8: M3_CACHE_INT8
    }
  }

  /// Bytes of one element.
  var elementBytes: Int {
    switch self {
    case .float32: 4
    case .float16: 2
    case .int8: 1
    }
  }

  /// Bytes of one position of one head, keys or values, scale included; rows are filled up to whole floats.
  public func rowBytes(width: Int) -> Int { 4 * rowFloats(width: width) + (self == .int8 ? 4 : 0) }

  /// Floats that a row's elements take the room of.
  func rowFloats(width: Int) -> Int { (width * elementBytes + 3) / 4 }
}
