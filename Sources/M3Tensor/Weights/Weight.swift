import CM3Kernels

/// A matrix of weights, [out, in], as it is stored: a view into a mapped file, or a matrix in memory.
///
/// It is never converted as a whole: operations convert the rows they work on, or read them as they are.
public struct Weight {
  /// Outputs.
  public let rows: Int
  /// Inputs.
  public let columns: Int
  let type: m3_element
  private let storage: Storage

  private enum Storage {
    case mapped(MappedTensor)
    case matrix(Matrix)
  }

  /// A tensor's elements as rows; whatever its shape, they lie row by row.
  ///
  /// - Returns: nil when it does not hold `rows * columns` elements, or elements that are not floats.
  public init?(_ tensor: MappedTensor, rows: Int, columns: Int) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, tensor.elementCount == count, let type = tensor.type.kernelType else { return nil }
    self.rows = rows
    self.columns = columns
    self.type = type
    storage = .mapped(tensor)
  }

  /// A matrix's elements, which may change between uses.
  public init(_ matrix: Matrix) {
    rows = matrix.rows
    columns = matrix.columns
    type = M3_FLOAT32
    storage = .matrix(matrix)
  }

  /// Bytes from one row to the next.
  var rowBytes: Int { columns * m3_element_size(type) }

  /// Lends the bytes of all rows, which may lie at any address.
  func withBytes<R>(_ body: (UnsafeRawPointer) -> R) -> R {
    switch storage {
    case .mapped(let tensor):
      return unsafe tensor.withBytes { bytes in
        guard let base = bytes.baseAddress else { preconditionFailure("a weight has elements") }
        return unsafe body(base)
      }
    case .matrix(let matrix):
      return withExtendedLifetime(matrix) { unsafe body(UnsafeRawPointer(matrix.storage.base)) }
    }
  }

  /// One row as floats.
  ///
  /// - Precondition: the row exists and `target` is one row of `columns`.
  public func copyRow(_ row: Int, to target: MatrixView) {
    precondition(row >= 0 && row < rows && target.rows == 1 && target.columns == columns, "row \(row) of \(rows)")
    unsafe withBytes { bytes in
      unsafe m3_to_float(target.base, bytes + row * rowBytes, type, columns)
    }
  }

  /// All of it as floats, row by row; for small weights.
  public var values: [Float] {
    unsafe Array(unsafeUninitializedCapacity: rows * columns) { buffer, count in
      if let base = buffer.baseAddress {
        unsafe withBytes { bytes in unsafe m3_to_float(base, bytes, type, rows * columns) }
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
