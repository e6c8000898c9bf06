import CM3Kernels
import M3Tensor

/// A function of one number, applied to every element: quick GELU in the vision tower, GELU in the projector.
struct ActivationLayer {
  let activation: Activation

  /// y = f(x); x is kept for the backward pass.
  func forward(_ x: MatrixView, into y: MatrixView, _ pass: Pass) {
    pass.compute.forEachRange(of: x.rows, work: 12 * x.columns) { rows in
      for row in rows {
        let (to, from) = unsafe (y.base + row * y.stride, x.base + row * x.stride)
        switch activation {
        case .quickGELU: unsafe m3_quick_gelu_of(to, from, x.columns)
        case .gelu: unsafe m3_gelu_of(to, from, x.columns)
        }
      }
    }
  }

  /// d, the gradient of y, becomes that of x; y is computed again, since the layer above needs it.
  func backward(_ d: MatrixView, input x: MatrixView, recomputing y: MatrixView, _ pass: Pass) {
    pass.compute.forEachRange(of: x.rows, work: 20 * x.columns) { rows in
      for row in rows {
        let (to, gradient, from) = unsafe (y.base + row * y.stride, d.base + row * d.stride, x.base + row * x.stride)
        switch activation {
        case .quickGELU: unsafe m3_quick_gelu_gradient(to, gradient, from, x.columns)
        case .gelu: unsafe m3_gelu_gradient(to, gradient, from, x.columns)
        }
      }
    }
  }
}
