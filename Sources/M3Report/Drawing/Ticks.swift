import Foundation

/// Round numbers along an axis, and the range that they span.
struct Ticks: Equatable {
  struct Tick: Equatable {
    let value: Double
    /// Empty for a tick that is only a line.
    let label: String
  }

  let ticks: [Tick]
  let low: Double
  let high: Double

  /// Multiples of 1, 2 or 5 times a power of ten.
  ///
  /// - Parameters:
  ///   - count: about how many steps are wanted.
  ///   - spans: the axis begins and ends with a tick; else at the values.
  static func linear(_ low: Double, _ high: Double, count: Int, spans: Bool = true) -> Ticks {
    var (low, high) = (low, high)
    if !(high - low > 1e-9 * max(low.magnitude, high.magnitude, 1e-9)) {
      let half = max(low.magnitude * 0.1, 0.5)
      (low, high) = (low - half, high + half)
    }
    let raw = (high - low) / Double(max(count, 1))
    let exponent = Int(log10(raw).rounded(.down))
    let power = pow(10, Double(exponent))
    let mantissa = raw / power
    let factor = mantissa <= 1 ? 1.0 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10
    let digits = max(0, factor == 10 ? -exponent - 1 : -exponent)
    let step = factor * power
    let slack = 1e-9
    let first = spans ? Int((low / step + slack).rounded(.down)) : Int((low / step - slack).rounded(.up))
    let last = spans ? Int((high / step - slack).rounded(.up)) : Int((high / step + slack).rounded(.down))
    let ticks = (first...max(first, last)).map { place in
      let value = Double(place) * step
      return Tick(value: value, label: NumberText.fixed(value, digits: min(digits, 12)))
    }
    let (start, end) = (Double(first) * step, Double(last) * step)
    return spans ? Ticks(ticks: ticks, low: start, high: end) : Ticks(ticks: ticks, low: low, high: high)
  }

  /// Powers of ten, with 2 and 5 between them; those have labels only where there is room.
  ///
  /// - Precondition: `low` is above 0.
  static func logarithmic(_ low: Double, _ high: Double) -> Ticks {
    precondition(low > 0, "a logarithmic axis begins above 0")
    let (low, high) = high > low * 1.01 ? (low, high) : (low / 2, low * 2)
    let decades = log10(high / low)
    let first = Int((log10(low) - 1e-9).rounded(.down))
    let last = Int((log10(high) + 1e-9).rounded(.up))
    var ticks: [Tick] = []
    for exponent in first...last {
      for factor in [1.0, 2, 5] {
        let value = factor * pow(10, Double(exponent))
        guard value >= low * (1 - 1e-9), value <= high * (1 + 1e-9) else { continue }
        let isLabelled = factor == 1 ? decades <= 8 || exponent % 2 == 0 : decades <= 2.2
        let digits = max(0, -exponent)
        ticks.append(Tick(value: value, label: isLabelled ? NumberText.fixed(value, digits: min(digits, 12)) : ""))
      }
    }
    return Ticks(ticks: ticks, low: low, high: high)
  }
}
