import CM3Kernels
import Testing

/// Every kernel at every level that can run here, against its scalar reference, on odd sizes.
///
/// The level in use belongs to the process, so tests of this suite run one after another.
@Suite(.serialized) struct KernelTests {
  func atEachLevel(_ body: (m3_cpu_level) -> Void) {
    defer { _ = m3_cpu_use(m3_cpu_best()) }
    for level in levelsHere {
      #expect(m3_cpu_use(level))
      body(level)
    }
  }

  /// Runs a kernel and its reference in place on copies of one row; the tolerance is relative to the greatest expected
  /// value, or to `size` if that is greater.
  func compare(
    _ values: [Float], within tolerance: Float = 2e-6, size: Float = 0, _ note: String,
    _ kernel: (UnsafeMutablePointer<Float>) -> Void, _ reference: (UnsafeMutablePointer<Float>) -> Void
  ) {
    var found = values
    var expected = values
    unsafe found.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { unsafe kernel(base) } }
    unsafe expected.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { unsafe reference(base) } }
    #expect(difference(found, expected, size: size) <= tolerance, "\(note), \(values.count) values")
  }

  @Test(arguments: oddSizes) func norms(width: Int) {
    var samples = Samples(1)
    let row = samples.floats(width, times: 3)
    let weight = samples.floats(width)
    let bias = samples.floats(width)
    atEachLevel { level in
      unsafe compare(row, within: 1e-5, "layer norm, \(level)") {
        unsafe m3_layer_norm($0, $0, weight, bias, width, 1e-5)
      } _: {
        unsafe m3_layer_norm_reference($0, $0, weight, bias, width, 1e-5)
      }
      unsafe compare(row, "RMS norm, \(level)") {
        unsafe m3_rms_norm($0, $0, weight, width, 1e-5)
      } _: {
        unsafe m3_rms_norm_reference($0, $0, weight, width, 1e-5)
      }
    }
  }

  @Test(arguments: oddSizes) func softmax(width: Int) {
    var samples = Samples(2)
    let row = samples.floats(width, times: 40)
    atEachLevel { level in
      unsafe compare(row, within: 1e-5, "softmax, \(level)") {
        unsafe m3_softmax($0, width, 0.7)
      } _: {
        unsafe m3_softmax_reference($0, width, 0.7)
      }
    }
  }

  @Test(arguments: [2, 6, 16, 18, 64, 128], [1, 3]) func rotary(width: Int, heads: Int) {
    var samples = Samples(4)
    let row = samples.floats(heads * width)
    let cosine = samples.floats(width / 2)
    let sine = samples.floats(width / 2)
    atEachLevel { level in
      unsafe compare(row, "rotary, \(level)") {
        unsafe m3_rotary($0, cosine, sine, heads, width)
      } _: {
        unsafe m3_rotary_reference($0, cosine, sine, heads, width)
      }
    }
  }

  @Test(arguments: oddSizes) func sums(width: Int) {
    var samples = Samples(5)
    let row = samples.floats(width)
    let other = samples.floats(width)
    let count = 37
    let stride = width + 3
    let rows = samples.floats(count * stride)
    let weights = samples.floats(count)
    atEachLevel { level in
      unsafe compare(row, within: 0, "add, \(level)") {
        unsafe m3_add($0, other, width)
      } _: {
        unsafe m3_add_reference($0, other, width)
      }
      unsafe compare(row, "weighted sum, \(level)") {
        unsafe m3_weighted_sum($0, weights, rows, stride, count, width)
      } _: {
        unsafe m3_weighted_sum_reference($0, weights, rows, stride, count, width)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 6, 8, 12, 24], [1, 5, 33]) func meanWindows(window: Int, width: Int) {
    var samples = Samples(6)
    let grid = samples.floats(24 * 24 * width)
    let empty = [Float](repeating: 7, count: (24 / window) * (24 / window) * width)
    atEachLevel { level in
      unsafe compare(empty, within: 1e-5, "mean windows, \(level)") {
        unsafe m3_mean_windows($0, grid, 24, window, width)
      } _: {
        unsafe m3_mean_windows_reference($0, grid, 24, window, width)
      }
    }
  }
}
