/// What happens to a product's result, bias included, before it is stored: one operation, so that it can be fused.
public enum Epilogue {
  /// y = x W^T + b
  case store
  /// y = y + x W^T + b, the residual connection
  case add
  /// y = activation(x W^T + b)
  case activate(Activation)
  /// y = silu(x W^T + b) * up, the gate of SwiGLU; `up` has the shape of y, and may be y.
  case siluTimes(MatrixView)
}

/// A function of one number, applied to every element.
public enum Activation: String, Codable, CaseIterable, Sendable {
  /// x sigmoid(1.702 x), CLIP's
  case quickGELU = "quick_gelu"
  /// x (1 + erf(x / sqrt 2)) / 2, exactly
  case gelu
}
