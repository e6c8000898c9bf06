/// A tint over the whole frame, the world's brief event.
public struct SceneFlash: Equatable, Codable, Sendable {
  /// How much of a flash's frame is its colour.
  public static let strength: Float = 0.7

  public var color: WorldColor
  /// Frames that it covers.
  public var frames: Range<Int>
}
