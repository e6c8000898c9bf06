/// Seconds spent in each stage; stages may run beside each other.
public struct StageSeconds: Equatable, Sendable {
  private var seconds: [Stage: Double] = [:]
  /// How long stages ran beside others, which the total counts once: frames are read while others are encoded.
  public var overlapped = 0.0

  public init() {}

  /// Time spent in a stage so far; 0 for a stage that has not run.
  public subscript(stage: Stage) -> Double {
    get { seconds[stage] ?? 0 }
    set { seconds[stage] = newValue }
  }

  /// Adds another's times.
  public static func += (left: inout StageSeconds, right: StageSeconds) {
    left.seconds.merge(right.seconds, uniquingKeysWith: +)
    left.overlapped += right.overlapped
  }

  /// Seconds that passed.
  ///
  /// Summed in the stages' order: a dictionary's changes from one process to the next, and the last bit with it.
  public var total: Double { max(0, Stage.allCases.reduce(0) { $0 + self[$1] } - overlapped) }
}

extension StageSeconds: Codable {
  /// A key for each stage that ran, `overlapped` if any did, and `total`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for stage in Stage.allCases where seconds[stage] != nil {
      try container.encode(self[stage].rounded(toPlaces: 4), forKey: Key(stage.rawValue))
    }
    if overlapped > 0 { try container.encode(overlapped.rounded(toPlaces: 4), forKey: Key("overlapped")) }
    try container.encode(total.rounded(toPlaces: 4), forKey: Key("total"))
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for stage in Stage.allCases {
      seconds[stage] = try container.decodeIfPresent(Double.self, forKey: Key(stage.rawValue))
    }
    overlapped = try container.decodeIfPresent(Double.self, forKey: Key("overlapped")) ?? 0
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

extension Double {
  /// Rounded to so many digits after the point.
  fileprivate func rounded(toPlaces places: Int) -> Double {
    var unit = 1.0
    for _ in 0..<places { unit *= 10 }
    return (self * unit).rounded() / unit
  }
}
