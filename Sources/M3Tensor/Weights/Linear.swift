/// The weights of a product: y = x W^T + b.
public struct Linear {
  /// [out, in].
  public let weight: Weight
  /// [out].
  public let bias: [Float]?

  /// - Precondition: a bias has one value for each output.
  public init(_ weight: Weight, bias: [Float]? = nil) {
    precondition(bias.map { $0.count == weight.rows } ?? true, "a bias of \(weight.rows) values expected")
    self.weight = weight
    self.bias = bias
  }

  public var inputs: Int { weight.columns }
  public var outputs: Int { weight.rows }
}
