public import M3Core

/// How long a clip is and how fast it runs.
public struct WorldTiming: Hashable, Codable, Sendable {
  /// Frames; at least 48, so that every event lasts two frames.
  public let frameCount: Int
  /// Frames a second.
  public let rate: Rational

  /// - Precondition: `frameCount` is at least 48 and the rate is positive.
  public init(frameCount: Int, rate: Rational) {
    precondition(frameCount >= 48 && rate.numerator >= 1, "a clip has 48 frames or more and moves forward")
    self.frameCount = frameCount
    self.rate = rate
  }

  /// 96 frames, 12 a second: 8 s.
  public static let standard = WorldTiming(frameCount: 96, rate: Rational(12, 1))

  /// In seconds.
  public var duration: Double { Double(frameCount) / rate.value }
  /// Frames that a flash lasts: one part in 32 of the clip.
  public var flashLength: Int { max(2, frameCount / 32) }
}

/// Which timings clips have.
public enum WorldTimings: String, CaseIterable, Codable, Sendable {
  /// Always 96 frames at 12 a second.
  case standard
  /// 72, 96, 120 or 144 frames at 10, 12 or 15 a second.
  case varied

  func draw(using generator: inout WorldGenerator) -> WorldTiming {
    switch self {
    case .standard: return .standard
    case .varied:
      let count = [72, 96, 120, 144][generator.below(4)]
      return WorldTiming(frameCount: count, rate: Rational([10, 12, 15][generator.below(3)], 1))
    }
  }
}
