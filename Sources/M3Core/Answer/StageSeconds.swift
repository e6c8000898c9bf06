/// Seconds spent in each stage.
public struct StageSeconds: Equatable, Sendable {
  private var seconds: [Stage: Double] = [:]

  public init() {}

  /// Time spent in a stage so far; 0 for a stage that has not run.
  public subscript(stage: Stage) -> Double {
    get { seconds[stage] ?? 0 }
    set { seconds[stage] = newValue }
  }

  public var total: Double { seconds.values.reduce(0, +) }
}

extension StageSeconds: Codable {
  /// A key for each stage that ran, and `total`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for stage in Stage.allCases where seconds[stage] != nil {
      try container.encode(self[stage].rounded(toPlaces: 4), forKey: Key(stage.rawValue))
    }
    try container.encode(total.rounded(toPlaces: 4), forKey: Key("total"))
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for stage in Stage.allCases {
      seconds[stage] = try container.decodeIfPresent(Double.self, forKey: Key(stage.rawValue))
    }
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
