public import M3Planner

/// All that was measured of a machine.
public struct BenchReport: Sendable, Encodable {
  public var calibration: Calibration
  public var rows: [BenchRow]
  /// Medians of so many.
  public var repeats: Int
  /// How many times longer than the shortest the median of the simplest work took: far above 1 where other programs
  /// compute at the same time, and the rest is too slow then.
  public var disturbance: Double

  public init(calibration: Calibration, rows: [BenchRow], repeats: Int, disturbance: Double) {
    self.disturbance = disturbance
    self.calibration = calibration
    self.rows = rows
    self.repeats = repeats
  }
}
