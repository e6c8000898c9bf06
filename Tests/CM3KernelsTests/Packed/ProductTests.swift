import CM3Kernels
import Testing

extension KernelTests {
  /// Products with packed weights against their definition.
  @Suite struct Products {
    struct Shape: CustomStringConvertible, Sendable {
      let rows: Int
      let outputs: Int
      let inputs: Int
      var description: String { "\(rows) x \(outputs) x \(inputs)" }

      init(_ rows: Int, _ outputs: Int, _ inputs: Int) {
        self.rows = rows
        self.outputs = outputs
        self.inputs = inputs
      }
    }

    private static let shapes = [
      Shape(1, 1, 1), Shape(1, 17, 33), Shape(2, 16, 32), Shape(3, 15, 31), Shape(4, 20, 64), Shape(5, 33, 257),
      Shape(6, 40, 96), Shape(7, 31, 300), Shape(8, 18, 100), Shape(9, 33, 65), Shape(13, 17, 600),
      Shape(50, 35, 520), Shape(97, 50, 129), Shape(61, 300, 64),
    ]

    /// One product, and its definition's result.
    private struct Case {
      let shape: Shape
      let weight: PackedSample
      let x: [UInt8]
      let bias: [Float]?
      let other: [UInt8]
      let then: m3_then
      let type: m3_element
      let exact: Bool

      init(
        _ shape: Shape, _ packed: m3_packed_type, then: m3_then = M3_THEN_STORE, type: m3_element = M3_FLOAT32,
        bias: Bool = true, exact: Bool = false
      ) {
        var samples = Samples(UInt64(shape.rows * 31 + shape.inputs))
        weight = PackedSample(
          samples.floats(shape.outputs * shape.inputs), packed, outputs: shape.outputs, inputs: shape.inputs)
        x = Stored.bytes(samples.floats(shape.rows * (shape.inputs + 3)), type)
        self.bias = bias ? samples.floats(shape.outputs) : nil
        other = Stored.bytes(samples.floats(shape.rows * (shape.outputs + 5)), type)
        self.shape = shape
        self.then = then
        self.type = type
        self.exact = exact
      }

      /// y, with what lies between its rows; nil when scratch memory was not enough.
      func run(reference: Bool = false) -> [Float]? {
        var y = other
        var x = x
        var within = true
        unsafe weight.withPacked { packed in
          unsafe x.withUnsafeMutableBytes { x in
            unsafe y.withUnsafeMutableBytes { y in
              unsafe withBias { bias in
                let target = unsafe m3_matrix(values: y.baseAddress, type: type, stride: shape.outputs + 5)
                var product = unsafe m3_product(
                  x: m3_matrix(values: x.baseAddress, type: type, stride: shape.inputs + 3), rows: shape.rows,
                  weight: packed, bias: bias, then: then, other: target, y: target, exact: exact)
                if reference {
                  unsafe m3_multiply_reference(&product)
                } else {
                  let bytes = unsafe m3_product_scratch(&product.weight, shape.rows)
                  within = unsafe withScratch(bytes) { unsafe m3_multiply(&product, $0) }
                }
              }
            }
          }
        }
        return within ? Stored.floats(y, type) : nil
      }

      private func withBias(_ body: (UnsafePointer<Float>?) -> Void) {
        guard let bias else {
          body(nil)
          return
        }
        unsafe bias.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
      }
    }

    private func check(_ test: Case, within tolerance: Float = 1e-5, _ note: String) {
      guard let expected = test.run(reference: true) else { return }
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        guard let found = test.run() else {
          Issue.record("\(level), \(note): scratch memory is too small")
          continue
        }
        #expect(difference(found, expected, size: 1) <= tolerance, "\(level), \(note), \(test.shape)")
      }
      _ = m3_cpu_use(m3_cpu_best())
    }

    @Test(arguments: packedTypes.indices, shapes) func everyTypeAndShape(type: Int, shape: Shape) {
      check(Case(shape, packedTypes[type]), "type \(type)")
      check(Case(shape, packedTypes[type], bias: false, exact: true), "type \(type), exact")
    }

    @Test(arguments: [M3_THEN_QUICK_GELU, M3_THEN_GELU, M3_THEN_SILU_TIMES, M3_THEN_ADD].map(\.rawValue), [2, 37])
    func whatComesAfter(then: UInt32, rows: Int) {
      for type in [M3_FLOAT32, M3_FLOAT16, M3_BFLOAT16] {
        // A unit in the last place of the type, and floats' own rounding.
        let tolerance: Float = type == M3_FLOAT32 ? 1e-5 : type == M3_FLOAT16 ? 1e-3 : 8e-3
        for packed in [M3_PACKED_FLOAT32, M3_PACKED_INT4] {
          let test = Case(Shape(rows, 39, 290), packed, then: m3_then(rawValue: then), type: type)
          check(test, within: tolerance, "then \(then), elements \(type.rawValue)")
        }
      }
    }

    @Test(arguments: packedTypes.indices, [3, 200]) func threadsChangeNothing(type: Int, rows: Int) {
      defer { m3_threads_use(m3_threads_available()) }
      let test = Case(Shape(rows, 310, 600), packedTypes[type])
      m3_threads_use(1)
      let expected = test.run()
      for threads in [2, 3, 8] {
        m3_threads_use(threads)
        #expect(test.run() == expected, "\(threads) threads")
      }
    }

    /// The greatest integers of both sides, with signs that add up: sums inside of kernels must not overflow.
    @Test(arguments: [M3_PACKED_INT8, M3_PACKED_INT8_ROWS, M3_PACKED_INT4].map(\.rawValue), [Float(1), -1])
    func extremesDoNotOverflow(type: UInt32, sign: Float) {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      let inputs = 512
      let weight = PackedSample(
        [Float](repeating: sign, count: 16 * inputs), m3_packed_type(rawValue: type), outputs: 16, inputs: inputs)
      for rows in [1, 8] {
        var x = [Float](repeating: sign, count: rows * inputs)
        for level in levelsHere {
          #expect(m3_cpu_use(level))
          var y = [Float](repeating: 0, count: rows * 16)
          unsafe weight.withPacked { packed in
            unsafe x.withUnsafeMutableBytes { x in
              unsafe y.withUnsafeMutableBytes { y in
                var product = unsafe m3_product()
                unsafe product.x = m3_matrix(values: x.baseAddress, type: M3_FLOAT32, stride: inputs)
                unsafe product.rows = rows
                unsafe product.weight = packed
                unsafe product.y = m3_matrix(values: y.baseAddress, type: M3_FLOAT32, stride: 16)
                let bytes = unsafe m3_product_scratch(&product.weight, rows)
                _ = unsafe withScratch(bytes) { unsafe m3_multiply(&product, $0) }
              }
            }
          }
          #expect(y.allSatisfy { ($0 / Float(inputs) - 1).magnitude < 2e-3 }, "\(level): \(y[0])")
        }
      }
    }
  }
}
