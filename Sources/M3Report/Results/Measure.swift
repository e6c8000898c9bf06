/// A number with its 95 % interval and the count of questions behind it.
public struct Measure: Equatable, Sendable {
  public var value: Double
  /// Ends of the interval; nil where there is none.
  public var low: Double?
  public var high: Double?
  public var count: Int

  public init(_ value: Double, low: Double? = nil, high: Double? = nil, count: Int) {
    self.value = value
    self.low = low
    self.high = high
    self.count = count
  }
}

/// What the numbers of a result are.
public enum MeasureUnit: Sendable {
  /// 0...1, shown in per cent.
  case share
  /// A difference of shares, shown in points with its sign.
  case points
  /// As it is, for instance MME's sum.
  case plain

  /// Behind the number.
  var suffix: String { self == .share ? "\u{202F}%" : "" }

  /// What an axis of it is drawn in: per cent and points are hundred times the share.
  func onAxis(_ value: Double) -> Double { self == .plain ? value : value * 100 }

  func text(_ value: Double) -> String {
    switch self {
    case .share: NumberText.percent(value)
    case .points: NumberText.points(value)
    case .plain: NumberText.fixed(value, digits: 1)
    }
  }

  /// `42.0 % [38.1, 45.9]`.
  func text(_ measure: Measure) -> String {
    guard let interval = interval(measure) else { return text(measure.value) + suffix }
    return "\(text(measure.value))\(suffix) [\(interval)]"
  }

  /// `38.1, 45.9`, or nil without an interval.
  func interval(_ measure: Measure) -> String? {
    guard let low = measure.low, let high = measure.high else { return nil }
    return "\(text(low)), \(text(high))"
  }
}
