public import M3Core

/// What a plan is expected to take, before anything is decoded: seconds of each stage and bytes held.
public struct Forecast: Equatable, Sendable, Encodable {
  /// Frames are read while others are encoded; the total counts that once.
  public var seconds: StageSeconds
  /// The most memory that the process holds, weights included.
  public var bytes: Double
  /// Nobody has measured this machine, or not with such weights, keys and values.
  public var isGuess: Bool

  public init(seconds: StageSeconds, bytes: Double, isGuess: Bool) {
    self.seconds = seconds
    self.bytes = bytes
    self.isGuess = isGuess
  }
}
