import Foundation

extension Rates {
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

  /// Operations a second of attention by heads of a width.
  ///
  /// A pair of query and key costs something for each channel, and something besides (the softmax): a straight line of
  /// seconds over the width, which two anchors tell.
  static func attentionRate(_ anchors: [Anchor], at width: Int) -> Double {
    let sorted = anchors.sorted { $0.width < $1.width }
    guard let low = sorted.first, let high = sorted.last, low.width < high.width else {
      return sorted.first?.rate ?? .infinity
    }
    func seconds(_ anchor: Anchor) -> Double { Double(anchor.width) / anchor.rate }
    let slope = (seconds(high) - seconds(low)) / Double(high.width - low.width)
    let found = seconds(low) + slope * Double(width - low.width)
    // Noise may make the line cross zero; half the operations of the narrow anchor are the most that is believed.
    return Double(width) / max(found, seconds(low) * min(1, Double(width) / Double(low.width)) / 2)
  }
}
