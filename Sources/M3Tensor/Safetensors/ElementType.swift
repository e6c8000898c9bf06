/// The type of a tensor's elements; the raw value is its name in safetensors files.
public enum ElementType: String, CaseIterable, Codable, Sendable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint64 = "U64"
  case uint32 = "U32"
  case uint16 = "U16"
  case uint8 = "U8"
  case bool = "BOOL"

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }
}

extension ElementType: CustomStringConvertible {
  /// As PyTorch names it, which is also how model configurations do: `bfloat16`.
  public var description: String {
    switch self {
    case .float64: "float64"
    case .float32: "float32"
    case .float16: "float16"
    case .bfloat16: "bfloat16"
    case .int64: "int64"
    case .int32: "int32"
    case .int16: "int16"
    case .int8: "int8"
    case .uint64: "uint64"
    case .uint32: "uint32"
    case .uint16: "uint16"
    case .uint8: "uint8"
    case .bool: "bool"
    }
  }
}
