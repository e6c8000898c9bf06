import CM3Kernels
import Testing

/// Repeatable floats in -1 ..< 1.
struct Samples {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) / Float(1 << 23) - 1
  }

  mutating func floats(_ count: Int, times factor: Float = 1) -> [Float] { (0..<count).map { _ in next() * factor } }
}

/// The levels of kernels that can run on this machine.
let levelsHere: [m3_cpu_level] = [M3_CPU_PORTABLE, M3_CPU_AVX2, M3_CPU_AVX512, M3_CPU_AMX]
  .filter { $0.rawValue <= m3_cpu_best().rawValue }

/// Sizes that leave every kind of remainder.
let oddSizes = [1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 65, 96, 100, 127, 129, 257, 1023]

/// The greatest difference between two rows, relative to the greatest expected value or to `size`.
func difference(_ found: [Float], _ expected: [Float], size: Float = 0) -> Float {
  let size = max(expected.map(\.magnitude).max() ?? 0, size, 1e-6)
  return zip(found, expected).map { $0 == $1 ? 0 : ($0 - $1).magnitude / size }.max() ?? 0
}
