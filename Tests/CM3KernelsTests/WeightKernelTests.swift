import CM3Kernels
import Testing

extension KernelTests {
  /// Kernels that read weights as they are stored, at addresses that are not aligned.
  @Suite struct Weights {
    private static let types: [m3_element] = [M3_FLOAT32, M3_FLOAT16, M3_BFLOAT16]

    @Test(arguments: 0..<3) func everyHalfIsExact(index: Int) {
      let type = Self.types[index]
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        let bits = (0...UInt16.max).map { $0 }
        let count = bits.count / (type == M3_FLOAT32 ? 2 : 1)
        var found = [Float](repeating: 0, count: count)
        var expected = found
        unsafe m3_to_float(&found, bits, type, count)
        unsafe m3_to_float_reference(&expected, bits, type, count)
        let wrong = zip(found, expected).enumerated().filter { _, pair in
          pair.0.bitPattern != pair.1.bitPattern && !(pair.0.isNaN && pair.1.isNaN)
        }
        #expect(wrong.isEmpty, "\(level): \(wrong.prefix(3))")
      }
    }

    @Test func patchRows() {
      // A picture whose bytes tell where they stand, and levels that keep the channel apart.
      let (side, patch, stride) = (6, 3, 28)
      let pixels = (0..<side * side * 3).map { UInt8($0) }
      let levels: [Float] = (0..<3).flatMap { channel in (0..<256).map { byte in Float(byte + 1000 * channel) } }
      var expected = [Float](repeating: -1, count: 4 * stride)
      for row in 0..<side {
        for column in 0..<side {
          let patchIndex = row / patch * 2 + column / patch
          let inside = row % patch * patch + column % patch
          for channel in 0..<3 {
            let byte = (row * side + column) * 3 + channel
            expected[patchIndex * stride + channel * patch * patch + inside] = Float(byte + 1000 * channel)
          }
        }
      }
      var rows = [Float](repeating: -1, count: 4 * stride)
      unsafe m3_patch_rows(&rows, stride, pixels, levels, side, patch)
      #expect(rows == expected, "and nothing is written between rows")
    }
  }
}
