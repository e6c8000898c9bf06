import CM3Kernels
import Testing

/// The training kernels, as `KernelTests` has those of the passes that answer.
extension KernelTests {
  /// A kernel with several results works on them side by side in one row.
  @Test(arguments: oddSizes) func gradientsOfActivations(width: Int) {
    var samples = Samples(11)
    let x = samples.floats(width, times: 6)
    let gradient = samples.floats(2 * width)
    let three = samples.floats(3 * width, times: 3)
    atEachLevel { level in
      unsafe compare(x, size: 1, "quick GELU of, \(level)") {
        unsafe m3_quick_gelu_of($0, x, width)
      } _: {
        unsafe m3_quick_gelu_of_reference($0, x, width)
      }
      unsafe compare(x, size: 1, "GELU of, \(level)") {
        unsafe m3_gelu_of($0, x, width)
      } _: {
        unsafe m3_gelu_of_reference($0, x, width)
      }
      unsafe compare(gradient, size: 1, "quick GELU's gradient, \(level)") {
        unsafe m3_quick_gelu_gradient($0, $0 + width, x, width)
      } _: {
        unsafe m3_quick_gelu_gradient_reference($0, $0 + width, x, width)
      }
      unsafe compare(gradient, size: 1, "GELU's gradient, \(level)") {
        unsafe m3_gelu_gradient($0, $0 + width, x, width)
      } _: {
        unsafe m3_gelu_gradient_reference($0, $0 + width, x, width)
      }
      unsafe compare(x, size: 1, "SwiGLU, \(level)") {
        unsafe m3_swiglu($0, three, gradient, width)
      } _: {
        unsafe m3_swiglu_reference($0, three, gradient, width)
      }
      unsafe compare(three, size: 1, "SwiGLU's gradient, \(level)") {
        unsafe m3_swiglu_gradient($0, $0 + width, $0 + 2 * width, width)
      } _: {
        unsafe m3_swiglu_gradient_reference($0, $0 + width, $0 + 2 * width, width)
      }
    }
  }

  @Test(arguments: oddSizes.filter { $0 > 2 }) func gradientsOfNorms(width: Int) {
    var samples = Samples(12)
    let three = samples.floats(3 * width)
    let x = samples.floats(width, times: 3)
    let d = samples.floats(width)
    let weight = samples.floats(width)
    atEachLevel { level in
      unsafe compare(three, within: 1e-5, "layer norm's gradient, \(level)") {
        unsafe m3_layer_norm_gradient($0, $0 + width, $0 + 2 * width, d, x, weight, width, 1e-5)
      } _: {
        unsafe m3_layer_norm_gradient_reference($0, $0 + width, $0 + 2 * width, d, x, weight, width, 1e-5)
      }
      unsafe compare(three, within: 1e-5, "RMS norm's gradient, \(level)") {
        unsafe m3_rms_norm_gradient($0, $0 + width, d, x, weight, width, 1e-5)
      } _: {
        unsafe m3_rms_norm_gradient_reference($0, $0 + width, d, x, weight, width, 1e-5)
      }
    }
  }

  @Test(arguments: oddSizes) func gradientsOfSoftmax(width: Int) {
    var samples = Samples(13)
    let x = samples.floats(width, times: 20)
    let two = samples.floats(2 * width, times: 5)
    var logits = x
    atEachLevel { level in
      unsafe compare(x + [0], within: 1e-5, "softmax and log sum, \(level)") {
        unsafe $0[width] = m3_softmax_and_log_sum($0, width, 0.7)
      } _: {
        unsafe $0[width] = m3_softmax_and_log_sum_reference($0, width, 0.7)
      }
      unsafe compare(two, within: 1e-5, "softmax's gradient, \(level)") {
        unsafe m3_softmax_gradient($0, $0 + width, width, 0.7, 4, 0.3)
      } _: {
        unsafe m3_softmax_gradient_reference($0, $0 + width, width, 0.7, 4, 0.3)
      }
      unsafe compare(x + [0], within: 1e-5, "cross entropy, \(level)") {
        unsafe $0[width] = m3_cross_entropy($0, width, width / 2, 0.25)
      } _: {
        unsafe $0[width] = m3_cross_entropy_reference($0, width, width / 2, 0.25)
      }
      // What is not seen counts nothing.
      logits = x
      if width > 1 {
        logits[width - 1] = -.infinity
        unsafe logits.withUnsafeMutableBufferPointer { unsafe _ = m3_softmax_and_log_sum($0.baseAddress, width, 0.7) }
        #expect(logits[width - 1] == 0 && abs(logits.reduce(0, +) - 1) < 1e-5, "\(level)")
      }
    }
  }

  @Test(arguments: oddSizes) func adam(width: Int) {
    var samples = Samples(14)
    // Weights and means of any sign, squares that are none below zero.
    let values = samples.floats(2 * width) + samples.floats(width).map { $0 * $0 }
    let gradient = samples.floats(width)
    var step = m3_adam_step(
      rate: 1e-2, decay: 0.1, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, correction1: 0.1, correction2: 0.02, factor: 0.5)
    atEachLevel { level in
      unsafe compare(values, "AdamW, \(level)") {
        unsafe m3_adam($0, $0 + width, $0 + 2 * width, gradient, width, &step)
      } _: {
        unsafe m3_adam_reference($0, $0 + width, $0 + 2 * width, gradient, width, &step)
      }
      unsafe compare([0, 0, 0], within: 1e-5, "sums, \(level)") {
        unsafe $0[0] = Float(m3_sum_of_squares(values, 3 * width))
        unsafe $0[1] = m3_dot(values, gradient, width)
      } _: {
        unsafe $0[0] = Float(m3_sum_of_squares_reference(values, 3 * width))
        unsafe $0[1] = m3_dot_reference(values, gradient, width)
      }
      unsafe compare(values, "add scaled, \(level)") {
        unsafe m3_add_scaled($0, gradient, 0.3, width)
      } _: {
        unsafe m3_add_scaled_reference($0, gradient, 0.3, width)
      }
    }
  }

  @Test(arguments: [(1, 1, 1), (5, 8, 3), (7, 24, 130), (13, 17, 5), (31, 33, 129), (6, 100, 24), (50, 32, 300)])
  func narrowProducts(m: Int, n: Int, k: Int) {
    var samples = Samples(15)
    let stride = n + 3
    let a = samples.floats(m * k)
    let b = samples.floats(k * stride)
    let c = samples.floats(m * stride)
    atEachLevel { level in
      for adds in [false, true] {
        unsafe compare(c, within: 1e-5, "product, \(level)") {
          unsafe m3_narrow_product($0, stride, a, k, 1, b, stride, m, n, k, adds)
        } _: {
          unsafe m3_narrow_product_reference($0, stride, a, k, 1, b, stride, m, n, k, adds)
        }
        unsafe compare(c, within: 1e-5, "product of transposed, \(level)") {
          unsafe m3_narrow_product($0, stride, a, 1, m, b, stride, m, n, k, adds)
        } _: {
          unsafe m3_narrow_product_reference($0, stride, a, 1, m, b, stride, m, n, k, adds)
        }
      }
      unsafe compare(samples.floats(n * (m + 2)), within: 0, "transposed, \(level)") {
        unsafe m3_transpose($0, m + 2, c, stride, m, n)
      } _: {
        unsafe m3_transpose_reference($0, m + 2, c, stride, m, n)
      }
    }
  }
}
