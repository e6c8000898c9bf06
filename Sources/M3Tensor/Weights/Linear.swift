/// The weights of a product: y = x W^T + b.
public struct Linear {
  /// [out, in], in the layout that products read.
  public let weight: PackedWeight
  /// [out].
  public let bias: [Float]?

  /// - Precondition: a bias has one value for each output.
  public init(_ weight: PackedWeight, bias: [Float]? = nil) {
    precondition(bias.map { $0.count == weight.shape.outputs } ?? true, "a bias of \(weight.shape.outputs) expected")
    self.weight = weight
    self.bias = bias
  }

  public var inputs: Int { weight.shape.inputs }
  public var outputs: Int { weight.shape.outputs }
}
