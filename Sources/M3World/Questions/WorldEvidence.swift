public import M3Core

/// Where and when the clip shows what a question asks for, and what it takes to see it.
public struct WorldEvidence: Equatable, Codable, Sendable {
  /// Spans of time in seconds, [start, end), in order; the whole clip for "it never happens", none in
  /// an image.
  public let times: [[Double]]
  /// Left, top, width and height as parts of the frame.
  public let region: [Double]
  /// The coarsest scale at which plain averages of pixels still tell the answer.
  public let scale: VisualScale
  /// The fewest frames at equal distances that are sure to show it.
  public let frames: Int

  static let wholeFrame: [Double] = [0, 0, 1, 1]

  /// To four digits after the point, so that files read well.
  static func rounded(_ value: Double) -> Double { (value * 10000).rounded() / 10000 }

  /// A box in 1/96 of the frame as parts of the frame.
  static func region(x: Int, y: Int, width: Int, height: Int) -> [Double] {
    [x, y, width, height].map { rounded(Double($0) / Double(WorldCanvas.side)) }
  }
}
