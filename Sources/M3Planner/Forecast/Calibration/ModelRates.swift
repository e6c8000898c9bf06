/// What the passes through a model of one size, held with one precision, were measured to do.
public struct ModelRates: Codable, Equatable, Sendable {
  /// Of the decoder layers' weights, by name: `int4`.
  public var precision: String
  /// Bytes of a weight that a decode step reads.
  public var bytesPerWeight: Double
  /// Of the vision tower, and of the language model.
  public var visionWidth: Int
  public var width: Int
  /// Vision tower and projector, operations a second.
  public var vision: Double
  /// Products of a prefill, operations a second.
  public var prefill: Double
  /// What every chunk of a prefill costs however short it is, weights a second.
  public var chunkWeights: Double
  /// Weights that a decode step reads, in bytes a second.
  public var stepBytes: Double
  /// What a layer costs a decode step beside that, in seconds.
  public var stepSecondsPerLayer: Double

  public init(
    precision: String, bytesPerWeight: Double, visionWidth: Int, width: Int, vision: Double, prefill: Double,
    chunkWeights: Double, stepBytes: Double, stepSecondsPerLayer: Double
  ) {
    self.precision = precision
    self.bytesPerWeight = bytesPerWeight
    self.visionWidth = visionWidth
    self.width = width
    self.vision = vision
    self.prefill = prefill
    self.chunkWeights = chunkWeights
    self.stepBytes = stepBytes
    self.stepSecondsPerLayer = stepSecondsPerLayer
  }

  var isSound: Bool {
    min(visionWidth, width) >= 1
      && [bytesPerWeight, vision, prefill, chunkWeights, stepBytes].allSatisfy { $0.isFinite && $0 > 0 }
      && stepSecondsPerLayer.isFinite && stepSecondsPerLayer >= 0
  }
}
