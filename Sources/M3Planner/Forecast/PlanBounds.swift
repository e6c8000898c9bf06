import M3Core

/// What an answer may take: bounds the planner's choice beside the budget of tokens.
public struct PlanBounds: Equatable, Sendable {
  public var seconds: Double?
  /// Held in memory at once.
  public var bytes: Double?
  public var forecaster: Forecaster

  /// - Precondition: bounds are positive.
  public init(seconds: Double?, bytes: Double?, forecaster: Forecaster) {
    precondition(seconds ?? 1 > 0 && bytes ?? 1 > 0, "a bound leaves room")
    self.seconds = seconds
    self.bytes = bytes
    self.forecaster = forecaster
  }

  /// Whether both bounds hold.
  func hold(_ forecast: Forecast) -> Bool {
    forecast.seconds.total <= seconds ?? .infinity && forecast.bytes <= bytes ?? .infinity
  }
}
