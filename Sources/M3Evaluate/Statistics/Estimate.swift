/// A number with its 95 % interval and the count of questions behind it.
public struct Estimate: Codable, Equatable, Sendable {
  public var value: Double
  /// Ends of the interval; nil where fewer than two clips leave nothing to draw from.
  public var low: Double?
  public var high: Double?
  public var count: Int

  public init(value: Double, low: Double? = nil, high: Double? = nil, count: Int) {
    self.value = value
    self.low = low
    self.high = high
    self.count = count
  }
}
