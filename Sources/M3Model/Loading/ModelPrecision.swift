public import M3Core
public import M3Tensor

/// How a model holds weights, keys and values: a wish, decided for one checkpoint.
public struct ModelPrecision: Equatable, Sendable {
  /// Not `auto`.
  public let weights: Precision
  public let keyValues: KeyValueType

  /// - Parameter keyValues: the precision's own way if nil.
  /// - Throws: `ModelError.packedAlready` when the checkpoint is packed and another type is wished for.
  public init(_ checkpoint: Checkpoint, _ wish: Precision, keyValues: KeyValueType? = nil) throws(ModelError) {
    weights = try checkpoint.precision(wish)
    self.keyValues = keyValues ?? weights.keyValues
  }

  /// For a model of a shape whose checkpoint would hold floats.
  public init(_ shape: ModelShape, _ wish: Precision, keyValues: KeyValueType? = nil) {
    let parameters = ExpectedTensors(ModelConfiguration(shape)).tensors.reduce(0) { $0 + $1.count }
    weights = wish.decided(parameters: parameters)
    self.keyValues = keyValues ?? weights.keyValues
  }

  /// For records: `int4`, or `int4 with int8 keys and values` where they are not held in the precision's own way.
  public var name: String {
    keyValues == weights.keyValues ? weights.rawValue : "\(weights.rawValue) with \(keyValues.rawValue) keys and values"
  }
}
