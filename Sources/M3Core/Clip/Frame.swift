/// One decoded frame of a clip, upright and with square pixels.
public struct Frame: Sendable {
  /// Among the shown frames, from 0.
  public let index: Int
  /// In seconds from the first shown frame.
  public let time: Double
  public let picture: Picture
  /// The decoder concealed errors in it, or in a picture that it is predicted from.
  public let isDamaged: Bool

  public init(index: Int, time: Double, picture: Picture, isDamaged: Bool) {
    self.index = index
    self.time = time
    self.picture = picture
    self.isDamaged = isDamaged
  }
}
