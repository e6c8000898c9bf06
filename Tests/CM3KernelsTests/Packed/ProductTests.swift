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

      init(
        _ shape: Shape, _ packed: m3_packed_type, then: m3_then = M3_THEN_STORE, type: m3_element = M3_FLOAT32,
        bias: Bool = true
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
                  weight: packed, bias: bias, then: then, other: target, y: target)
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
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        guard let expected = test.run(reference: true), let found = test.run() else {
          Issue.record("\(level), \(note): scratch memory is too small")
          continue
        }
        #expect(difference(found, expected, size: 1) <= tolerance, "\(level), \(note), \(test.shape)")
      }
      _ = m3_cpu_use(m3_cpu_best())
    }

    @Test(arguments: packedTypes.indices, shapes) func everyTypeAndShape(type: Int, shape: Shape) {
      check(Case(shape, packedTypes[type]), "type \(type)")
      check(Case(shape, packedTypes[type], bias: false), "type \(type), no bias")
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

    /// Activations at and beyond the ends of what they bend, each sum being one number times 1.
    @Test(arguments: [M3_THEN_QUICK_GELU, M3_THEN_GELU, M3_THEN_SILU_TIMES].map(\.rawValue))
    func extremesOfActivations(then: UInt32) {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      let values: [Float] = [0, -0.0, 1e-20, -1e-20, 1e-3, -1e-3, 5, -5, 90, -90, 1e4, -1e4, 1e30, -1e30, 3.9, 4.1]
      let weight = PackedSample([1], M3_PACKED_FLOAT32, outputs: 1, inputs: 1)
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        for value in values {
          let found = [false, true].map { reference in
            var (x, y, factor): ([Float], [Float], [Float]) = ([value], [0], [2])
            unsafe weight.withPacked { packed in
              unsafe x.withUnsafeMutableBytes { x in
                unsafe y.withUnsafeMutableBytes { y in
                  unsafe factor.withUnsafeMutableBytes { factor in
                    var product = unsafe m3_product()
                    unsafe product.x = m3_matrix(values: x.baseAddress, type: M3_FLOAT32, stride: 1)
                    unsafe product.rows = 1
                    unsafe product.weight = packed
                    unsafe product.then = m3_then(rawValue: then)
                    unsafe product.other = m3_matrix(values: factor.baseAddress, type: M3_FLOAT32, stride: 1)
                    unsafe product.y = m3_matrix(values: y.baseAddress, type: M3_FLOAT32, stride: 1)
                    if reference { return unsafe m3_multiply_reference(&product) }
                    let bytes = unsafe m3_product_scratch(&product.weight, 1)
                    _ = unsafe withScratch(bytes) { unsafe m3_multiply(&product, $0) }
                  }
                }
              }
            }
            return y[0]
          }
          #expect((found[0] - found[1]).magnitude <= 1e-6 * max(1, found[1].magnitude), "\(level): \(value)")
        }
      }
    }

    /// Several products of one x as one piece of work, of different widths, where one takes another's result.
    @Test(arguments: packedTypes.indices, [1, 3, 8, 9]) func together(type: Int, rows: Int) {
      defer {
        _ = m3_cpu_use(m3_cpu_best())
        m3_threads_use(m3_threads_available())
      }
      let inputs = 100
      var samples = Samples(UInt64(rows))
      let widths = [500, 500, 40]
      let weights = widths.map {
        PackedSample(samples.floats($0 * inputs), packedTypes[type], outputs: $0, inputs: inputs)
      }
      var x = samples.floats(rows * inputs)
      func run(together: Bool) -> [[Float]] {
        var (a, b, c) = (
          [Float](repeating: 0, count: rows * 500), [Float](repeating: 0, count: rows * 500),
          [Float](repeating: 0, count: rows * 40)
        )
        unsafe x.withUnsafeMutableBytes { x in
          unsafe a.withUnsafeMutableBytes { a in
            unsafe b.withUnsafeMutableBytes { b in
              unsafe c.withUnsafeMutableBytes { c in
                let targets = unsafe [(a.baseAddress, 500), (b.baseAddress, 500), (c.baseAddress, 40)].map {
                  unsafe m3_matrix(values: $0.0, type: M3_FLOAT32, stride: $0.1)
                }
                unsafe weights[0].withPacked { first in
                  unsafe weights[1].withPacked { second in
                    unsafe weights[2].withPacked { third in
                      var products = unsafe [first, second, third].map { weight in
                        var product = unsafe m3_product()
                        unsafe product.x = m3_matrix(values: x.baseAddress, type: M3_FLOAT32, stride: inputs)
                        unsafe product.rows = rows
                        unsafe product.weight = weight
                        return unsafe product
                      }
                      for index in 0..<3 { unsafe products[index].y = targets[index] }
                      unsafe products[1].then = M3_THEN_SILU_TIMES
                      unsafe products[1].other = targets[0]
                      let bytes =
                        unsafe products.map { product in
                          unsafe withUnsafePointer(to: product.weight) { unsafe m3_product_scratch($0, rows) }
                        }.max() ?? 0
                      let within = unsafe withScratch(bytes) { scratch in
                        if together { return unsafe m3_multiply_together(&products, 3, scratch) }
                        for index in 0..<3 { unsafe m3_multiply(&products[index], scratch) }
                      }
                      #expect(within)
                    }
                  }
                }
              }
            }
          }
        }
        return [a, b, c]
      }
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        m3_threads_use(1)
        let alone = run(together: false)
        for threads in [1, 3] {
          m3_threads_use(threads)
          #expect(run(together: true) == alone, "\(level), \(threads) threads")
        }
      }
    }

    /// x W^T of Float32 rows, nothing after it.
    private func multiplied(_ x: [Float], rows: Int, by weight: PackedSample) -> [Float] {
      var x = x
      var y = [Float](repeating: 0, count: rows * weight.outputs)
      unsafe weight.withPacked { packed in
        unsafe x.withUnsafeMutableBytes { x in
          unsafe y.withUnsafeMutableBytes { y in
            var product = unsafe m3_product()
            unsafe product.x = m3_matrix(values: x.baseAddress, type: M3_FLOAT32, stride: weight.inputs)
            unsafe product.rows = rows
            unsafe product.weight = packed
            unsafe product.y = m3_matrix(values: y.baseAddress, type: M3_FLOAT32, stride: weight.outputs)
            let bytes = unsafe m3_product_scratch(&product.weight, rows)
            #expect(unsafe withScratch(bytes) { unsafe m3_multiply(&product, $0) }, "scratch memory is too small")
          }
        }
      }
      return y
    }

    /// The greatest integers of both sides, with signs that add up: sums inside of kernels must not overflow.
    @Test(arguments: [M3_PACKED_INT8, M3_PACKED_INT8_ROWS, M3_PACKED_INT4].map(\.rawValue), [Float(1), -1])
    func extremesDoNotOverflow(type: UInt32, sign: Float) {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      let inputs = 512
      let weight = PackedSample(
        [Float](repeating: sign, count: 16 * inputs), m3_packed_type(rawValue: type), outputs: 16, inputs: inputs)
      for (rows, other) in [(1, sign), (8, -sign), (9, sign), (9, -sign)] {
        let x = [Float](repeating: other, count: rows * inputs)
        for level in levelsHere {
          #expect(m3_cpu_use(level))
          let y = multiplied(x, rows: rows, by: weight)
          #expect(y.allSatisfy { ($0 * other * sign / Float(inputs) - 1).magnitude < 2e-3 }, "\(level): \(y[0])")
        }
      }
    }

    /// Many rows: what is not finite spoils its own row and no other.
    @Test(arguments: packedTypes.indices, [Float.infinity, -.infinity, .nan])
    func whatIsNotFiniteIsSeen(type: Int, value: Float) {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      let (rows, inputs) = (20, 40)
      var samples = Samples(4)
      let weight = PackedSample(samples.floats(16 * inputs), packedTypes[type], outputs: 16, inputs: inputs)
      var x = samples.floats(rows * inputs)
      x[7 * inputs + 33] = value
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        let y = multiplied(x, rows: rows, by: weight)
        for row in 0..<rows {
          let found = y[row * 16..<row * 16 + 16]
          #expect(row == 7 ? found.allSatisfy { !$0.isFinite } : found.allSatisfy(\.isFinite), "\(level), row \(row)")
        }
      }
    }
  }
}
