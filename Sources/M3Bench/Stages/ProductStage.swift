import CM3Kernels
import M3Tensor

/// Products by type of weight: many rows, as in a prefill, and one row, as in a decode step.
struct ProductStage {
  private static let rows = 512
  private static let (outputs, inputs) = (4096, 4096)
  /// Weights of a decode step's product: enough that none stay in a cache.
  private static let longOutputs = 16 * 1024

  static let rowCount = 1 + many.count + one.count
  private static let many: [PackedType] = [.float32, .bfloat16, .int8, .int4]
  private static let one: [PackedType] = [.bfloat16, .int8, .int4]

  let settings: BenchSettings

  func run(_ report: (BenchRow) -> Void) throws {
    try report(openBLAS())
    for type in Self.many {
      let weight = try weight(type, outputs: Self.outputs)
      let seconds = try time(weight, rows: Self.rows)
      let operations = Double(2 * Self.rows * Self.outputs * Self.inputs)
      report(
        BenchRow(
          "product \(Self.rows) x \(Self.inputs) x \(Self.outputs), \(type.rawValue) weights", seconds: seconds,
          rate: operations / seconds, unit: .operations, onTiles: type != .float32))
    }
    for type in Self.one {
      let weight = try weight(type, outputs: Self.longOutputs)
      let seconds = try time(weight, rows: 1)
      report(
        BenchRow(
          "product 1 x \(Self.inputs) x \(Self.longOutputs), \(type.rawValue) weights", seconds: seconds,
          rate: Double(weight.byteCount) / seconds, unit: .bytes))
    }
  }

  private func openBLAS() throws -> BenchRow {
    let compute = try Compute()
    let x = Matrix(rows: Self.rows, columns: Self.inputs)
    let w = Matrix(rows: Self.outputs, columns: Self.inputs)
    let y = Matrix(rows: Self.rows, columns: Self.outputs)
    x.all.fill()
    w.all.fill()
    let seconds = try settings.time { compute.multiply(x.all, w.all, .secondTransposed, into: y.all) }.median
    return BenchRow(
      "product \(Self.rows) x \(Self.inputs) x \(Self.outputs), OpenBLAS float32", seconds: seconds,
      rate: Double(2 * Self.rows * Self.outputs * Self.inputs) / seconds, unit: .operations)
  }

  private func weight(_ type: PackedType, outputs: Int) throws -> PackedWeight {
    guard let shape = PackedShape(outputs: outputs, inputs: Self.inputs) else {
      preconditionFailure("\(outputs) x \(Self.inputs) is a shape")
    }
    let values = [Float](repeating: 0, count: outputs * Self.inputs).filled()
    return try PackedWeight(packing: values, shape: shape, as: type, name: "bench")
  }

  private func time(_ weight: PackedWeight, rows: Int) throws -> Double {
    let x = [Float](repeating: 0, count: rows * weight.shape.inputs).filled()
    var y = [Float](repeating: 0, count: rows * weight.shape.outputs)
    return try unsafe weight.withBytes { bytes in
      let packed = unsafe m3_packed(
        type: weight.type.kernelType, outputs: weight.shape.outputs, inputs: weight.shape.inputs,
        bytes: bytes.baseAddress)
      let count = unsafe withUnsafePointer(to: packed) { unsafe m3_product_scratch($0, rows) }
      let scratch = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
      defer { unsafe scratch.deallocate() }
      return try unsafe x.withUnsafeBufferPointer { xs in
        try unsafe y.withUnsafeMutableBufferPointer { ys in
          var product = unsafe m3_product(
            x: m3_matrix(
              values: UnsafeMutableRawPointer(mutating: xs.baseAddress), type: M3_FLOAT32,
              stride: weight.shape.inputs),
            rows: rows, weight: packed, bias: nil, then: M3_THEN_STORE,
            other: m3_matrix(values: nil, type: M3_FLOAT32, stride: 0),
            y: m3_matrix(values: ys.baseAddress, type: M3_FLOAT32, stride: weight.shape.outputs))
          return try settings.time { unsafe m3_multiply(&product, scratch) }.median
        }
      }
    }
  }
}

extension [Float] {
  /// As long, with numbers that look random: arithmetic on zeros can be faster than on others.
  func filled() -> [Float] {
    var state: UInt32 = 0x2545_F491
    return unsafe [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count {
        state ^= state << 13
        state ^= state >> 17
        state ^= state << 5
        unsafe buffer[i] = Float(Int32(bitPattern: state)) * 0x1p-34
      }
      initialized = count
    }
  }
}

extension MatrixView {
  /// Overwrites it with numbers that look random.
  func fill() { copy([Float](repeating: 0, count: rows * columns).filled()) }
}
