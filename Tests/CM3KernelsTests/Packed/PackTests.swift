import CM3Kernels
import Testing

extension KernelTests {
  /// Packing of weights and rounding of rows: the same bytes at every level, with bounded errors.
  @Suite struct Pack {
    private static let shapes = [(1, 1), (3, 31), (16, 32), (17, 33), (40, 100), (33, 257)]

    @Test(arguments: packedTypes.indices, [M3_FLOAT32, M3_FLOAT16, M3_BFLOAT16].indices)
    func everyLevelWritesTheReferencesBytes(type: Int, element: Int) {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      let element = [M3_FLOAT32, M3_FLOAT16, M3_BFLOAT16][element]
      for (outputs, inputs) in Self.shapes {
        var samples = Samples(UInt64(outputs * inputs))
        let values = samples.floats(outputs * inputs, times: 0.1)
        let expected = PackedSample(
          values, of: element, packedTypes[type], outputs: outputs, inputs: inputs, reference: true)
        #expect(expected.bytes.first == 0xA5 && expected.bytes.last == 0xA5, "nothing outside is written")
        for level in levelsHere {
          #expect(m3_cpu_use(level))
          let found = PackedSample(values, of: element, packedTypes[type], outputs: outputs, inputs: inputs)
          #expect(found.isGood && found.bytes == expected.bytes, "\(level), \(outputs) x \(inputs)")
        }
      }
    }

    @Test func floatsKeepWhatTheirTypeHolds() {
      var samples = Samples(7)
      let values = samples.floats(19 * 70)
      for (type, element) in [
        (M3_PACKED_FLOAT32, M3_FLOAT32), (M3_PACKED_FLOAT16, M3_FLOAT16), (M3_PACKED_BFLOAT16, M3_BFLOAT16),
      ] {
        let stored = Stored.floats(Stored.bytes(values, element), element)
        #expect(PackedSample(values, of: element, type, outputs: 19, inputs: 70).values == stored)
      }
    }

    @Test func errorsOfIntegersAreBounded() {
      var samples = Samples(8)
      let (outputs, inputs) = (48, 256)
      // Blocks of very different size, and a few outliers.
      let values = (0..<outputs * inputs).map { i in
        samples.next() * (i % 97 == 0 ? 5 : 1) * (i / 32 % 3 == 0 ? 1e-3 : 1)
      }
      for type in [M3_PACKED_INT8, M3_PACKED_INT8_ROWS, M3_PACKED_INT4] {
        let found = PackedSample(values, type, outputs: outputs, inputs: inputs).values
        let length = type == M3_PACKED_INT8_ROWS ? inputs : 32
        for start in stride(from: 0, to: values.count, by: length) {
          let block = values[start..<start + length]
          let most = block.map(\.magnitude).max() ?? 0
          let errors = zip(block, found[start..<start + length]).map { ($0 - $1).magnitude }
          let squares = errors.reduce(0) { $0 + $1 * $1 }
          if type == M3_PACKED_INT4 {
            #expect((errors.max() ?? 0) <= 0.21 * most)
            #expect(squares <= plainSquares(block, most: most, levels: 7) * 1.001, "at least as good as plain rounding")
          } else {
            #expect((errors.max() ?? 0) <= most / 127 * 0.51)
          }
        }
      }
    }

    /// The squared error of rounding to a scale that maps the greatest magnitude to the last level.
    private func plainSquares(_ block: ArraySlice<Float>, most: Float, levels: Float) -> Float {
      let scale = Float(Float16(most / levels))
      return block.reduce(0) { sum, value in
        let rounded = (value / scale).rounded(.toNearestOrEven) * scale
        return sum + (value - rounded) * (value - rounded)
      }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, 3e38]) func weightsWithoutAPlaceAreRefused(bad: Float) {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      var values = [Float](repeating: 0.5, count: 20 * 40)
      values[777] = bad
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        for type in packedTypes {
          let fits = type.rawValue <= M3_PACKED_BFLOAT16.rawValue || (bad.isFinite && type == M3_PACKED_INT8_ROWS)
          #expect(PackedSample(values, type, outputs: 20, inputs: 40).isGood == fits, "\(level), type \(type.rawValue)")
          #expect(PackedSample(values, type, outputs: 20, inputs: 40, reference: true).isGood == fits)
        }
      }
    }

    @Test func zerosStayZeros() {
      for type in packedTypes {
        let sample = PackedSample([Float](repeating: 0, count: 5 * 40), type, outputs: 5, inputs: 40)
        #expect(sample.isGood && sample.values.allSatisfy { $0 == 0 })
      }
    }

    @Test(arguments: oddSizes) func rowsOfInputs(width: Int) {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      var samples = Samples(UInt64(width))
      var row = samples.floats(width, times: 4)
      row[width / 2] = width % 2 == 0 ? .nan : -.infinity
      let blocks = (width + 31) / 32
      var expected = Rounded(blocks)
      unsafe m3_quantize_row_reference(&expected.q, &expected.scales, &expected.sums, row, M3_FLOAT32, width)
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        var found = Rounded(blocks)
        unsafe m3_quantize_row(&found.q, &found.scales, &found.sums, row, M3_FLOAT32, width)
        #expect(found == expected, "\(level)")
      }
      for i in 0..<width where row[i].isFinite {
        #expect((Float(expected.q[i]) * expected.scales[i / 32] - row[i]).magnitude <= expected.scales[i / 32] * 0.501)
      }
    }

    private struct Rounded: Equatable {
      var q: [Int8]
      var scales: [Float]
      var sums: [CInt]

      init(_ blocks: Int) {
        q = [Int8](repeating: 99, count: 32 * blocks)
        scales = [Float](repeating: 99, count: blocks)
        sums = [CInt](repeating: 99, count: blocks)
      }
    }
  }
}
