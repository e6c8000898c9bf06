public import M3Core

/// What lies behind everything: one colour and a slope of light.
public struct SceneBackground: Equatable, Codable, Sendable {
  public var color: WorldBackground
  /// The colour as painted, in the middle of the frame.
  public var paint: RGB
  /// Levels that are added from the left to the middle's right: -slope at the left edge, +slope at the right.
  public var slopeX: Float
  /// The same from top to bottom.
  public var slopeY: Float
}

extension RGB {
  /// The colour with each channel shifted by up to `amount` levels.
  func shifted(by amount: Int, using generator: inout WorldGenerator) -> RGB {
    func shift(_ level: UInt8) -> UInt8 {
      UInt8(max(0, min(255, Int(level) + generator.within(-amount...amount))))
    }
    let red = shift(red)
    let green = shift(green)
    return RGB(red: red, green: green, blue: shift(blue))
  }
}
