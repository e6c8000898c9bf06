/// How clips are compressed.
public struct EncoderSettings: Equatable, Codable, Sendable {
  /// Pixels a side; even.
  public var side: Int
  /// x264's constant rate factor, 0 (lossless) to 51.
  public var quality: Int
  /// x264's preset.
  public var preset: String
  /// The most frames from one key frame to the next.
  public var keyFrameInterval: Int

  /// - Precondition: `side` is even and at least 32, `quality` in `0 ... 51`, `keyFrameInterval` at least 1.
  public init(side: Int = 192, quality: Int = 25, preset: String = "medium", keyFrameInterval: Int = 48) {
    precondition(side >= 32 && side.isMultiple(of: 2), "a clip's side is even and at least 32")
    precondition((0...51).contains(quality) && keyFrameInterval >= 1, "x264 knows qualities 0 to 51")
    self.side = side
    self.quality = quality
    self.preset = preset
    self.keyFrameInterval = keyFrameInterval
  }

  /// 192 x 192 pixels at constant rate factor 25.
  public static let standard = EncoderSettings()
}
