import CM3Kernels

/// A matrix of floats as a mapped file stores them, of which rows are looked up: embeddings, and what is small.
///
/// Products read `PackedWeight` instead.
public struct Weight {
  public let rows: Int
  public let columns: Int
  private let type: m3_element
  private let tensor: MappedTensor

  /// A tensor's elements as rows; whatever its shape, they lie row by row.
  ///
  /// - Returns: nil when it does not hold `rows * columns` elements, or elements that are not floats.
  public init?(_ tensor: MappedTensor, rows: Int, columns: Int) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, tensor.elementCount == count, let type = tensor.type.kernelType else { return nil }
    self.rows = rows
    self.columns = columns
    self.type = type
    self.tensor = tensor
  }

  /// One row as floats.
  ///
  /// - Precondition: the row exists and `target` is one row of `columns`.
  public func copyRow(_ row: Int, to target: MatrixView) {
    precondition(row >= 0 && row < rows && target.rows == 1 && target.columns == columns, "row \(row) of \(rows)")
    unsafe tensor.withBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe m3_to_float(target.base, base + row * columns * m3_element_size(type), type, columns)
    }
  }

  /// All of it as floats, row by row; for small weights.
  public var values: [Float] {
    unsafe Array(unsafeUninitializedCapacity: rows * columns) { buffer, count in
      unsafe tensor.withBytes { bytes in
        guard let base = buffer.baseAddress, let from = bytes.baseAddress else { return }
        unsafe m3_to_float(base, from, type, rows * columns)
      }
      count = rows * columns
    }
  }
}

extension ElementType {
  /// The kernels' word for it; nil for types that are not floats.
  var kernelType: m3_element? {
    switch self {
    case .float32: M3_FLOAT32
    case .float16: M3_FLOAT16
    case .bfloat16: M3_BFLOAT16
    default: nil
    }
  }
}
