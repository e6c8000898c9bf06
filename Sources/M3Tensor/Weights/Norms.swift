/// The weights of a layer norm: y = (x - mean) / sqrt(variance + epsilon) * weight + bias, over each row.
public struct LayerNorm {
  public let weight: [Float]
  public let bias: [Float]
  public let epsilon: Float

  /// - Precondition: weight and bias are of one length.
  public init(weight: [Float], bias: [Float], epsilon: Float) {
    precondition(weight.count == bias.count, "a weight and a bias for each column")
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }
}

/// The weights of an RMS norm: y = x / sqrt(mean(x^2) + epsilon) * weight, over each row.
public struct RMSNorm {
  public let weight: [Float]
  public let epsilon: Float

  public init(weight: [Float], epsilon: Float) {
    self.weight = weight
    self.epsilon = epsilon
  }
}
