import CM3Kernels
import M3Tensor

/// y = (x - mean) / sqrt(variance + epsilon) * weight + bias, over each row.
struct LayerNormLayer {
  /// [1, width].
  let weight: Block
  let bias: Block
  let epsilon: Float

  init(_ layout: inout ParameterLayout, _ name: String, epsilon: Float) {
    weight = layout.claim("\(name).weight")
    bias = layout.claim("\(name).bias")
    self.epsilon = epsilon
  }

  init(weight: Block, bias: Block, epsilon: Float) {
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }

  func forward(_ x: MatrixView, into y: MatrixView, _ pass: Pass) {
    let (weight, bias) = (pass.weights(weight), pass.weights(bias))
    pass.compute.forEachRange(of: x.rows, work: 8 * x.columns) { rows in
      for row in rows {
        unsafe m3_layer_norm(
          y.base + row * y.stride, x.base + row * x.stride, weight.base, bias.base, x.columns, epsilon)
      }
    }
  }

  /// Adds the gradient of x to dx; d is that of y.
  func backward(_ d: MatrixView, input x: MatrixView, addingTo dx: MatrixView, _ pass: Pass) {
    let values = pass.weights(weight)
    let width = x.columns
    let sums = unsafe pass.sum(over: x.rows, width: 2 * width, work: 16 * width) { rows, sums in
      for row in rows {
        unsafe m3_layer_norm_gradient(
          dx.base + row * dx.stride, sums, sums + width, d.base + row * d.stride, x.base + row * x.stride, values.base,
          width, epsilon)
      }
    }
    pass.gradients(weight)?.add(sums.columns(0..<width))
    pass.gradients(bias)?.add(sums.columns(width..<2 * width))
  }
}
