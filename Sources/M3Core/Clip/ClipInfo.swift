/// The facts about a clip that a plan needs, read without keeping any pixels.
public struct ClipInfo: Equatable, Sendable {
  /// The file as the user named it (unescaped: escape it before printing).
  public let name: String
  /// When each shown frame appears.
  public let timeline: FrameTimeline
  /// Upright and with square pixels: the size that a viewer sees, in pixels.
  public let size: PixelSize
  /// As coded: before rotation and pixel aspect.
  public let codedSize: PixelSize
  /// Container, by FFmpeg's short name.
  public let container: String
  /// Codec, by FFmpeg's short name.
  public let codec: String
  /// The stream's own constant rate in frames a second, if it claims one (`r_frame_rate`).
  public let nominalRate: Rational?
  /// A picture, not a video.
  public let isStill: Bool
  /// What a user should know about the clip before trusting an answer.
  public let notes: [ClipNote]

  public init(
    name: String, timeline: FrameTimeline, size: PixelSize, codedSize: PixelSize, container: String, codec: String,
    nominalRate: Rational?, isStill: Bool, notes: [ClipNote]
  ) {
    self.name = name
    self.timeline = timeline
    self.size = size
    self.codedSize = codedSize
    self.container = container
    self.codec = codec
    self.nominalRate = nominalRate
    self.isStill = isStill
    self.notes = notes
  }

  /// Shown frames.
  public var frameCount: Int { timeline.count }
  /// In seconds.
  public var duration: Double { timeline.duration }
}
