import Foundation

/// Where values lie along one side of a plot.
struct Axis: Equatable {
  let ticks: Ticks
  let isLogarithmic: Bool
  /// Pixels of the axis's low and high end.
  let start: Double
  let end: Double

  static func linear(_ ticks: Ticks, from start: Double, to end: Double) -> Axis {
    Axis(ticks: ticks, isLogarithmic: false, start: start, end: end)
  }

  /// With a little room before the lowest and after the highest value.
  static func logarithmic(_ low: Double, _ high: Double, from start: Double, to end: Double) -> Axis {
    let (low, high) = high > low * 1.01 ? (low, high) : (low / 2, low * 2)
    let room = pow(high / low, 0.04)
    return Axis(ticks: .logarithmic(low / room, high * room), isLogarithmic: true, start: start, end: end)
  }

  /// In pixels; values beyond the axis's ends lie at its ends.
  func position(_ value: Double) -> Double {
    func level(_ value: Double) -> Double { isLogarithmic ? log10(max(value, .leastNormalMagnitude)) : value }
    let (low, high) = (level(ticks.low), level(ticks.high))
    guard high > low else { return start }
    let share = min(1, max(0, (level(value) - low) / (high - low)))
    return start + share * (end - start)
  }
}
