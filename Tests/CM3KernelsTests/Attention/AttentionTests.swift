import CM3Kernels
import Testing

extension KernelTests {
  /// Attention against its definition, for every type of cache, on odd sizes.
  @Suite struct Attention {
    struct Shape: CustomStringConvertible, Sendable {
      let queries: Int
      let tokens: Int
      /// Of queries and of keys.
      let heads: (Int, Int)
      let width: Int
      let causal: Bool
      var description: String { "\(queries) of \(tokens), heads \(heads), width \(width), causal \(causal)" }

      init(_ queries: Int, _ tokens: Int, heads: (Int, Int), width: Int, causal: Bool = true) {
        self.queries = queries
        self.tokens = tokens
        self.heads = heads
        self.width = width
        self.causal = causal
      }
    }

    private static let shapes = [
      Shape(1, 1, heads: (1, 1), width: 8), Shape(1, 300, heads: (4, 2), width: 64),
      Shape(1, 513, heads: (5, 1), width: 20), Shape(1, 256, heads: (6, 2), width: 129),
      Shape(1, 700, heads: (3, 3), width: 96), Shape(5, 5, heads: (2, 2), width: 64),
      Shape(7, 300, heads: (4, 2), width: 33), Shape(97, 613, heads: (2, 1), width: 16),
      Shape(13, 40, heads: (3, 3), width: 80), Shape(100, 100, heads: (3, 3), width: 64, causal: false),
      Shape(40, 270, heads: (1, 1), width: 300, causal: false), Shape(200, 200, heads: (2, 2), width: 24),
    ]

    /// Keys and values of a cache, and queries.
    private struct Sample {
      let shape: Shape
      let type: m3_cache_type
      let query: [Float]
      let keys: [UInt8]
      let values: [UInt8]
      let keyScales: [Float]
      let valueScales: [Float]

      init(_ shape: Shape, _ type: m3_cache_type) {
        var samples = Samples(UInt64(shape.tokens + shape.width))
        self.shape = shape
        self.type = type
        query = samples.floats(shape.queries * (shape.heads.0 * shape.width + 3), times: 4)
        (keys, keyScales) = Self.stored(shape, type, &samples)
        (values, valueScales) = Self.stored(shape, type, &samples)
      }

      /// Rows of all heads and positions, a few elements apart.
      private static func stored(
        _ shape: Shape, _ type: m3_cache_type, _ samples: inout Samples
      ) -> ([UInt8], [Float]) {
        let size = type == M3_CACHE_FLOAT32 ? 4 : type == M3_CACHE_FLOAT16 ? 2 : 1
        let rows = shape.heads.1 * shape.tokens
        var bytes = [UInt8](repeating: 0, count: rows * (shape.width + 2) * size)
        var scales: [Float] = []
        for row in 0..<rows {
          let values = samples.floats(shape.width)
          unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            unsafe scales.append(
              m3_store_in_cache(base + row * (shape.width + 2) * size, type, values, shape.width))
          }
        }
        return (bytes, scales)
      }

      /// The output; nil when scratch memory was not enough.
      func run(reference: Bool = false) -> [Float]? {
        var output = query  // in place
        let stride = shape.heads.0 * shape.width + 3
        var within = true
        unsafe output.withUnsafeMutableBufferPointer { output in
          unsafe keys.withUnsafeBytes { keys in
            unsafe values.withUnsafeBytes { values in
              unsafe keyScales.withUnsafeBufferPointer { keyScales in
                unsafe valueScales.withUnsafeBufferPointer { valueScales in
                  let cache = unsafe m3_keys_values(
                    type: type, heads: shape.heads.1, width: shape.width,
                    head_stride: shape.tokens * (shape.width + 2), position_stride: shape.width + 2,
                    keys: keys.baseAddress, values: values.baseAddress, key_scales: keyScales.baseAddress,
                    value_scales: valueScales.baseAddress, scales_head_stride: shape.tokens,
                    scales_position_stride: 1)
                  var attention = unsafe m3_attention(
                    output: output.baseAddress, query: output.baseAddress, output_stride: stride, query_stride: stride,
                    queries: shape.queries, heads: shape.heads.0, cache: cache, tokens: shape.tokens,
                    causal: shape.causal)
                  if reference {
                    unsafe query.withUnsafeBufferPointer { query in
                      unsafe attention.query = query.baseAddress
                      unsafe m3_attend_reference(&attention)
                    }
                  } else {
                    within = unsafe withScratch(m3_attention_scratch(&attention)) {
                      unsafe m3_attend(&attention, $0)
                    }
                  }
                }
              }
            }
          }
        }
        return within ? output : nil
      }
    }

    @Test(arguments: 0..<M3_CACHE_TYPES, shapes) func everyCacheAndShape(type: Int, shape: Shape) {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      let sample = Sample(shape, m3_cache_type(rawValue: UInt32(type)))
      guard let expected = sample.run(reference: true) else { return }
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        guard let found = sample.run() else {
          Issue.record("\(level): scratch memory is too small")
          continue
        }
        #expect(difference(found, expected, size: 1) <= 5e-6, "\(level)")
      }
    }

    @Test(arguments: [Shape(1, 900, heads: (4, 2), width: 64), Shape(250, 300, heads: (2, 1), width: 32)])
    func threadsChangeNothing(shape: Shape) {
      defer { m3_threads_use(m3_threads_available()) }
      let sample = Sample(shape, M3_CACHE_FLOAT16)
      m3_threads_use(1)
      let expected = sample.run()
      for threads in [2, 3, 8] {
        m3_threads_use(threads)
        #expect(sample.run() == expected, "\(threads) threads")
      }
    }

    /// One row's scores far above the others': softmax must neither overflow nor lose it.
    @Test func largeScoresStayFinite() {
      let sample = Sample(Shape(3, 280, heads: (1, 1), width: 64), M3_CACHE_FLOAT32)
      guard let found = sample.run(), let expected = sample.run(reference: true) else { return }
      #expect(found.allSatisfy(\.isFinite) && difference(found, expected) < 1e-5)
    }
  }
}
