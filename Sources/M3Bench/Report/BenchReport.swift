public import M3Planner

/// All that was measured of a machine.
public struct BenchReport: Sendable, Encodable {
  public var calibration: Calibration
  public var rows: [BenchRow]
  /// Medians of so many.
  public var repeats: Int

  public init(calibration: Calibration, rows: [BenchRow], repeats: Int) {
    self.calibration = calibration
    self.rows = rows
    self.repeats = repeats
  }
}
