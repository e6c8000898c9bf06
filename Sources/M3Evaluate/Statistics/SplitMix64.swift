/// A small seeded generator whose numbers are the same on every machine and in every version (Steele, Lea and Flood,
/// OOPSLA 2014), so that an interval can be computed again.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension RandomNumberGenerator {
  /// A whole number below a bound: the high half of a product, which keeps the sequence the same everywhere.
  ///
  /// - Precondition: `bound` is at least 1.
  mutating func index(below bound: Int) -> Int {
    precondition(bound >= 1, "there is nothing to choose from")
    return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Puts items in random order (Fisher and Yates, from the end).
  mutating func shuffle<Element>(_ items: inout [Element]) {
    guard items.count > 1 else { return }
    for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, index(below: last + 1)) }
  }
}
