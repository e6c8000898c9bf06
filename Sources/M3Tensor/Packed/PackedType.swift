package import CM3Kernels

/// How packed weights are stored; the raw value names the type in files.
public enum PackedType: String, CaseIterable, Codable, Sendable {
  case float32
  case float16
  case bfloat16
  /// -127...127 times a Float16 scale for each output and 32 inputs.
  case int8
  /// -127...127 times a Float32 scale for each output.
  case int8Rows = "int8_rows"
  /// -8...7 times a Float16 scale for each output and 32 inputs.
  case int4

  /// The kernels' word for it.
  package var kernelType: m3_packed_type {
    switch self {
    case .float32: M3_PACKED_FLOAT32
    case .float16: M3_PACKED_FLOAT16
    case .bfloat16: M3_PACKED_BFLOAT16
    case .int8: M3_PACKED_INT8
    case .int8Rows: M3_PACKED_INT8_ROWS
    case .int4: M3_PACKED_INT4
    }
  }

  /// Bytes of a panel of 16 outputs.
  ///
  /// - Precondition: `inputs` is at most `PackedShape.sideLimit`.
  func panelByteCount(inputs: Int) -> Int { m3_packed_panel_bytes(kernelType, inputs) }
}
