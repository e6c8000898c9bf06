extension PackedType {
  /// Whether weights are integers times scales, so that precision is lost for good.
  public var isInteger: Bool {
    switch self {
    case .float32, .float16, .bfloat16: false
    case .int8, .int8Rows, .int4: true
    }
  }

  /// The type that holds a stored type's numbers exactly; nil for what is not floats.
  public init?(exactly type: ElementType) {
    switch type {
    case .float32: self = .float32
    case .float16: self = .float16
    case .bfloat16: self = .bfloat16
    default: return nil
    }
  }
}
