public import M3Core

/// What one answer took, at one number of frames and tokens.
public struct GrowthPoint: Equatable, Sendable, Encodable {
  public var frames: Int
  public var visualTokens: Int
  /// Medians, by stage.
  public var seconds: StageSeconds
  /// The most memory that the process held meanwhile.
  public var bytes: Int
  /// Operations of the vision tower, and of the prefill as it is run: the point's own work.
  public var visionOperations: Double
  public var prefillOperations: Double

  public init(
    frames: Int, visualTokens: Int, seconds: StageSeconds, bytes: Int, visionOperations: Double,
    prefillOperations: Double
  ) {
    self.frames = frames
    self.visualTokens = visualTokens
    self.seconds = seconds
    self.bytes = bytes
    self.visionOperations = visionOperations
    self.prefillOperations = prefillOperations
  }
}
