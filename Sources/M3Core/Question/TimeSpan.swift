/// A stretch of a clip in seconds from its beginning; the end is not part of it.
public struct TimeSpan: Codable, Hashable, Sendable {
  public var start: Double
  public var end: Double

  public init(start: Double, end: Double) {
    self.start = start
    self.end = end
  }
}
