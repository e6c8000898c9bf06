import CM3Kernels
import COpenBLAS
import Testing

@Suite struct OpenBLASTests {
  /// The library's fallback for processors it does not know is Prescott, several times too slow.
  @Test func coreSuitsTheProcessor() throws {
    #expect(m3_blas_load() == M3_BLAS_READY, "\(unsafe String(cString: m3_blas_failure()))")
    let core = unsafe String(cString: m3_blas_core())
    let cpu = m3_cpu_detect()
    #expect(!core.isEmpty)
    if cpu.avx512 {
      #expect(["SkylakeX", "Cooperlake", "Sapphirerapids"].contains(core))
    } else if cpu.avx2 {
      #expect(core != "Prescott" && ["Haswell", "Zen"].contains(core))
    }
    #expect(m3_blas_load() == M3_BLAS_READY, "a second call gives the first one's result")
  }

  @Test(arguments: [false, true], [false, true]) func products(transposed: Bool, add: Bool) {
    #expect(m3_blas_load() == M3_BLAS_READY)
    let (m, n, k) = (5, 7, 11)
    let a = (0..<m * (k + 2)).map { Float($0 % 13) - 6 }
    let b = (0..<(k + n) * (k + n)).map { Float($0 % 17) - 8 }
    let stride = (transposed ? k : n) + 3
    var c = (0..<m * (n + 1)).map { Float($0) }
    let before = c
    unsafe m3_blas_product(&c, n + 1, a, k + 2, b, stride, transposed, m, n, k, add)
    for row in 0..<m {
      for column in 0..<n {
        var sum = add ? before[row * (n + 1) + column] : 0
        for i in 0..<k { sum += a[row * (k + 2) + i] * (transposed ? b[column * stride + i] : b[i * stride + column]) }
        #expect(c[row * (n + 1) + column] == sum)
      }
      #expect(c[row * (n + 1) + n] == before[row * (n + 1) + n], "nothing is written between rows")
    }
  }
}
