/// What stands between a clean drawing and a picture from a camera or a decoder; all of it optional.
///
/// Lengths are in pixels of the picture that it is applied to.
public struct Augmentation: Equatable, Codable, Sendable {
  /// Multiplies every level.
  public var gain: Float = 1
  /// Added to every level after that.
  public var offset: Float = 0
  /// Weight of each of the two neighbours in a three-tap blur, across and down; negative values sharpen.
  public var softness: Float = 0
  /// Blurs colour (not brightness) over three pixels, as 4:2:0 chroma at twice the side does.
  public var blursChroma = false
  /// Standard deviation of noise that a block of 4 x 4 pixels shares, in levels of each channel.
  public var blockNoise: Float = 0
  /// Standard deviation of noise of each pixel's brightness, in levels.
  public var noise: Float = 0
  /// Decides the noise, together with the frame's number.
  public var seed: UInt64 = 0

  /// A clean drawing.
  public static let none = Augmentation()

  public init() {}

  /// What the camera of a written clip adds, at the clip's own size.
  static func camera(using generator: inout WorldGenerator) -> Augmentation {
    var camera = Augmentation()
    camera.gain = generator.within(0.95...1.05)
    camera.offset = generator.within(-4...4)
    camera.softness = generator.within(0...0.12)
    camera.noise = generator.within(0.5...2.5)
    camera.seed = generator.next()
    return camera
  }

  /// What camera, H.264, colour conversion and resizing to 96 pixels do to a clip, for training without files.
  ///
  /// The ranges contain what was measured on written clips (docs/world.md).
  public static func likeFile(using generator: inout WorldGenerator) -> Augmentation {
    var augmentation = Augmentation()
    augmentation.gain = generator.within(0.94...1.06)
    augmentation.offset = generator.within(-6...6)
    augmentation.softness = generator.within(-0.03...0.12)
    augmentation.blursChroma = generator.chance(0.8)
    augmentation.blockNoise = generator.within(0...2)
    augmentation.noise = generator.within(0...4)
    augmentation.seed = generator.next()
    return augmentation
  }
}
