import Foundation

extension Calibration {
  /// The rate at a width: between two anchors a straight line of logarithms, outside the nearest anchor's.
  static func rate(_ anchors: [Anchor], at width: Int) -> Double {
    let sorted = anchors.sorted { $0.width < $1.width }
    guard let first = sorted.first, let last = sorted.last else { return .infinity }
    if width <= first.width { return first.rate }
    for (low, high) in zip(sorted, sorted.dropFirst()) where width <= high.width {
      let share = log(Double(width) / Double(low.width)) / log(Double(high.width) / Double(low.width))
      return exp(log(low.rate) + share * (log(high.rate) - log(low.rate)))
    }
    return last.rate
  }
}
