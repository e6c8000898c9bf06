/// The grid of an IG-VLM collage: frames row by row in time order, unused cells white.
///
/// Columns are round(sqrt(K)), rows follow (imagegridworth/IG-VLM; six frames stand two across and three down).
public struct CollageGeometry: Equatable, Sendable {
  public let frameCount: Int
  public let columns: Int
  public let rows: Int

  /// - Precondition: `frameCount` is at least 1.
  public init(frameCount: Int) {
    precondition(frameCount >= 1, "a collage holds at least one frame")
    self.frameCount = frameCount
    columns = max(1, Int(Double(frameCount).squareRoot().rounded(.toNearestOrEven)))
    rows = (frameCount + columns - 1) / columns
  }

  /// The collage's size for frames of one size, in pixels.
  public func size(frame: PixelSize) -> PixelSize {
    PixelSize(width: columns * frame.width, height: rows * frame.height)
  }
}
