import CM3Kernels
import Testing

extension KernelTests {
  /// Rows on their way into a cache.
  @Suite struct CacheRows {
    private func stored(_ row: [Float], _ type: m3_cache_type, reference: Bool = false) -> ([UInt8], Float) {
      var bytes = [UInt8](repeating: 0xA5, count: row.count * 4 + 1)
      let store = unsafe reference ? m3_store_in_cache_reference : m3_store_in_cache
      let scale = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe store(buffer.baseAddress, type, row, row.count)
      }
      return (bytes, scale)
    }

    @Test(arguments: oddSizes, 0..<M3_CACHE_TYPES) func everyLevelWritesTheReferencesBytes(width: Int, type: Int) {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      let type = m3_cache_type(rawValue: UInt32(type))
      var samples = Samples(UInt64(width))
      var row = samples.floats(width, times: 3)
      if width > 8 { row[5] = .infinity }
      let expected = stored(row, type, reference: true)
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        #expect(stored(row, type) == expected, "\(level)")
      }
    }

    @Test func halvesAreRoundedAsTheStandardSays() {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      // Every half, the points midway between neighbours, and those next to them.
      var row: [Float] = []
      for bits in stride(from: UInt16(0), to: 0x7C00, by: 7) {
        let half = Float(Float16(bitPattern: bits))
        let middle = (half + Float(Float16(bitPattern: bits + 1))) / 2
        row += [half, -half, middle, middle.nextUp, middle.nextDown]
      }
      row += [65504, 65519, 65520, 1e30, .infinity, 1e-8, 2.9e-8, 3e-8]
      let expected = row.map { Float16($0).bitPattern }
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        let bytes = stored(row, M3_CACHE_FLOAT16).0
        let found = row.indices.map { UInt16(bytes[2 * $0]) | UInt16(bytes[2 * $0 + 1]) << 8 }
        let wrong = row.indices.filter { found[$0] != expected[$0] && row[$0].magnitude != .infinity }
        #expect(wrong.isEmpty, "\(level): \(wrong.prefix(3).map { (row[$0], found[$0], expected[$0]) })")
      }
    }
  }
}
