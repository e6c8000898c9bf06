import CM3Kernels
import Testing

extension KernelTests {
  @Suite struct Levels {
    @Test func bestIsTheDefaultAndLowerOnesCanBeForced() {
      #expect(m3_cpu_in_use() == m3_cpu_best())
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        #expect(m3_cpu_in_use() == level)
      }
    }

    @Test func levelsBeyondTheProcessorAreRefused() {
      let beyond = m3_cpu_level(rawValue: m3_cpu_best().rawValue + 1)
      #expect(!m3_cpu_use(beyond))
      #expect(m3_cpu_in_use() == m3_cpu_best())
    }

    @Test func peaksAreOfWhatALevelHas() {
      defer { _ = m3_cpu_use(m3_cpu_best()) }
      for level in levelsHere {
        #expect(m3_cpu_use(level))
        var sums: Float = 1
        var tiles: Float = 0
        #expect(unsafe m3_multiply_add_peak(&sums, 10) > 0)
        #expect(unsafe m3_tile_peak(&tiles, 10) == (level == M3_CPU_AMX ? 10 * 4 * 16 * 16 * 32 * 2 : 0))
        #expect(level != M3_CPU_AMX || tiles != 0)
      }
    }

    @Test(arguments: [
      (M3_CPU_PORTABLE, "portable"), (M3_CPU_AVX2, "avx2"), (M3_CPU_AVX512, "avx512"), (M3_CPU_AMX, "amx"),
    ])
    func names(level: m3_cpu_level, name: String) {
      #expect(unsafe String(cString: m3_cpu_name(level)) == name)
    }
  }
}
