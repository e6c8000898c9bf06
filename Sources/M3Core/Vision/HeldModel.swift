/// How a model is held in memory: what its time and memory follow from beside its shape.
///
/// Made by whoever knows the model's tensors; sizes are in bytes.
public struct HeldModel: Equatable, Sendable {
  /// The precision of the decoder layers' weights by name, `int4` for instance.
  public var precision: String
  /// The type of keys and values by name, `float16` for instance.
  public var keyValues: String
  /// All weights that passes read but the token embedding, of which only the rows that a prompt looks up are read.
  public var weightBytes: Int
  /// Of those, what every decode step reads.
  public var stepBytes: Int
  /// What packing holds beside the weights at worst: the largest tensor as it is stored; 0 where nothing is packed.
  public var packingBytes: Int
  /// Keys and values of one token.
  public var tokenBytes: Int

  public init(
    precision: String, keyValues: String, weightBytes: Int, stepBytes: Int, packingBytes: Int, tokenBytes: Int
  ) {
    self.precision = precision
    self.keyValues = keyValues
    self.weightBytes = weightBytes
    self.stepBytes = stepBytes
    self.packingBytes = packingBytes
    self.tokenBytes = tokenBytes
  }
}
