import CM3Kernels

extension Compute {
  /// The most rows of x that are multiplied as a single one is: each row of y has the same bits then.
  public static let fewRows = Int(M3_FEW_ROWS)

  /// y = epilogue(x W^T + b).
  ///
  /// Up to 8 rows of x (a decode step) read the weight from memory once. Where the weight is of integers, each 32 inputs are
  /// rounded: to 8 bits, but for more than 8 rows of an int8 weight, which has 16 (docs/quantised-weights.md).
  ///
  /// - Parameters:
  ///   - x: [row, in].
  ///   - y: [row, out], no part of it in x.
  public func product(_ x: MatrixView, _ linear: Linear, _ epilogue: Epilogue = .store, into y: MatrixView) {
    guard x.rows > 0 else { return }
    unsafe withKernelProduct(x, linear, epilogue, y) { product in
      unsafe withUnsafePointer(to: product) { product in
        let bytes = unsafe scratchBytes(product.pointee)
        unsafe withSharedScratch(bytes) { unsafe m3_multiply(product, $0) }
      }
    }
  }

  /// Three products of one x, each into its own y: with few rows one piece of work, for which x is rounded once.
  public func products(
    _ x: MatrixView, _ first: Linear, into y1: MatrixView, _ second: Linear, into y2: MatrixView, _ third: Linear,
    into y3: MatrixView
  ) {
    guard x.rows > 0 else { return }
    unsafe withKernelProduct(x, first, .store, y1) { first in
      unsafe withKernelProduct(x, second, .store, y2) { second in
        unsafe withKernelProduct(x, third, .store, y3) { third in
          let bytes = unsafe max(scratchBytes(first), scratchBytes(second), scratchBytes(third))
          unsafe withUnsafePointer(to: (first, second, third)) { all in
            unsafe all.withMemoryRebound(to: m3_product.self, capacity: 3) { all in
              unsafe withSharedScratch(bytes) { unsafe m3_multiply_together(all, 3, $0) }
            }
          }
        }
      }
    }
  }

  /// y = silu(x G^T) (x U^T), the inside of SwiGLU: with few rows one piece of work.
  ///
  /// - Parameter y: holds x U^T on the way; no part of it in x.
  public func gatedProduct(_ x: MatrixView, gate: Linear, up: Linear, into y: MatrixView) {
    guard x.rows > 0 else { return }
    unsafe withKernelProduct(x, up, .store, y) { up in
      unsafe withKernelProduct(x, gate, .siluTimes(y), y) { gate in
        let bytes = unsafe max(scratchBytes(up), scratchBytes(gate))
        unsafe withUnsafePointer(to: (up, gate)) { both in
          unsafe both.withMemoryRebound(to: m3_product.self, capacity: 2) { both in
            unsafe withSharedScratch(bytes) { unsafe m3_multiply_together(both, 2, $0) }
          }
        }
      }
    }
  }

  private func scratchBytes(_ product: m3_product) -> Int {
    unsafe withUnsafePointer(to: product.weight) { unsafe m3_product_scratch($0, product.rows) }
  }

  /// Lends a product in the kernels' form; its pointers are valid during `body`.
  private func withKernelProduct(
    _ x: MatrixView, _ linear: Linear, _ epilogue: Epilogue, _ y: MatrixView, _ body: (m3_product) -> Void
  ) {
    precondition(x.columns == linear.inputs, "\(linear.inputs) inputs expected, found \(x.columns)")
    precondition(y.columns == linear.outputs && y.rows == x.rows, "\(x.rows) x \(linear.outputs) outputs expected")
    if case .siluTimes(let up) = epilogue {
      precondition(up.rows == y.rows && up.columns == y.columns, "a factor for each output expected")
    }
    unsafe withBias(linear.bias) { bias in
      unsafe linear.weight.withPacked { weight in
        let target = unsafe y.kernelMatrix
        let other = if case .siluTimes(let up) = epilogue { unsafe up.kernelMatrix } else { unsafe target }
        unsafe body(
          m3_product(
            x: x.kernelMatrix, rows: x.rows, weight: weight, bias: bias, then: epilogue.kernelForm, other: other,
            y: target))
      }
    }
  }

  private func withBias(_ bias: [Float]?, _ body: (UnsafePointer<Float>?) -> Void) {
    guard let bias else {
      body(nil)
      return
    }
    unsafe bias.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
  }
}

extension MatrixView {
  /// The kernels' word for it, valid while the matrix lives.
  fileprivate var kernelMatrix: m3_matrix { unsafe m3_matrix(values: base, type: M3_FLOAT32, stride: stride) }
}

extension Epilogue {
  fileprivate var kernelForm: m3_then {
    switch self {
    case .store: M3_THEN_STORE
    case .add: M3_THEN_ADD
    case .activate(.quickGELU): M3_THEN_QUICK_GELU
    case .activate(.gelu): M3_THEN_GELU
    case .siluTimes: M3_THEN_SILU_TIMES
    }
  }
}
