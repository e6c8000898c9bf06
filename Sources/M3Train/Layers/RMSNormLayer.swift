import CM3Kernels
import M3Tensor

/// y = x / sqrt(mean(x^2) + epsilon) * weight, over each row.
struct RMSNormLayer {
  /// [1, width].
  let weight: Block
  let epsilon: Float

  init(_ layout: inout ParameterLayout, _ name: String, epsilon: Float) {
    weight = layout.claim("\(name).weight")
    self.epsilon = epsilon
  }

  init(weight: Block, epsilon: Float) {
    self.weight = weight
    self.epsilon = epsilon
  }

  func forward(_ x: MatrixView, into y: MatrixView, _ pass: Pass) {
    let weight = pass.weights(weight)
    pass.compute.forEachRange(of: x.rows, work: 4 * x.columns) { rows in
      for row in rows {
        unsafe m3_rms_norm(y.base + row * y.stride, x.base + row * x.stride, weight.base, x.columns, epsilon)
      }
    }
  }

  /// Adds the gradient of x to dx; d is that of y.
  func backward(_ d: MatrixView, input x: MatrixView, addingTo dx: MatrixView, _ pass: Pass) {
    let values = pass.weights(weight)
    let width = x.columns
    let sums = unsafe pass.sum(over: x.rows, width: width, work: 10 * width) { rows, sums in
      for row in rows {
        unsafe m3_rms_norm_gradient(
          dx.base + row * dx.stride, sums, d.base + row * d.stride, x.base + row * x.stride, values.base, width,
          epsilon)
      }
    }
    pass.gradients(weight)?.add(sums)
  }
}
