import CM3Kernels
import M3Tensor

/// y = silu(gate) * up, where gate and up lie side by side: [row, 2 * width] to [row, width].
enum SwiGLULayer {
  static func forward(_ x: MatrixView, into y: MatrixView, _ pass: Pass) {
    let width = y.columns
    precondition(x.columns == 2 * width && x.rows == y.rows, "gate and up side by side expected")
    pass.compute.forEachRange(of: x.rows, work: 12 * width) { rows in
      for row in rows {
        let from = unsafe x.base + row * x.stride
        unsafe m3_swiglu(y.base + row * y.stride, from, from + width, width)
      }
    }
  }

  /// x becomes its gradient; y, which holds its gradient, becomes y again, since the layer above needs it.
  static func backward(replacing x: MatrixView, restoring y: MatrixView, _ pass: Pass) {
    let width = y.columns
    precondition(x.columns == 2 * width && x.rows == y.rows, "gate and up side by side expected")
    pass.compute.forEachRange(of: x.rows, work: 20 * width) { rows in
      for row in rows {
        let from = unsafe x.base + row * x.stride
        unsafe m3_swiglu_gradient(y.base + row * y.stride, from, from + width, width)
      }
    }
  }
}
