import CM3Kernels

extension Compute {
  /// y = the layer norm of each row of x; y may be x.
  public func norm(_ x: MatrixView, _ norm: LayerNorm, into y: MatrixView) {
    precondition(x.columns == norm.weight.count && y.columns == x.columns && y.rows == x.rows, "shapes differ")
    unsafe norm.weight.withUnsafeBufferPointer { weight in
      unsafe norm.bias.withUnsafeBufferPointer { bias in
        forEachRange(of: x.rows, work: 8 * x.columns) { rows in
          for row in rows {
            unsafe m3_layer_norm(
              y.base + row * y.stride, x.base + row * x.stride, weight.baseAddress, bias.baseAddress, x.columns,
              norm.epsilon)
          }
        }
      }
    }
  }

  /// y = the RMS norm of each row of x; y may be x.
  public func norm(_ x: MatrixView, _ norm: RMSNorm, into y: MatrixView) {
    precondition(x.columns == norm.weight.count && y.columns == x.columns && y.rows == x.rows, "shapes differ")
    unsafe norm.weight.withUnsafeBufferPointer { weight in
      forEachRange(of: x.rows, work: 4 * x.columns) { rows in
        for row in rows {
          unsafe m3_rms_norm(
            y.base + row * y.stride, x.base + row * x.stride, weight.baseAddress, x.columns, norm.epsilon)
        }
      }
    }
  }
}
