extension SeededGenerator {
  /// A whole number below a bound: the high half of a product, so that a seed gives the same on every machine and with
  /// every version of the standard library.
  ///
  /// - Precondition: `bound` is at least 1.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound >= 1, "there is nothing to choose from")
    return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Puts items in random order (Fisher and Yates, from the end).
  public mutating func shuffle<Element>(_ items: inout [Element]) {
    guard items.count > 1 else { return }
    for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, index(below: last + 1)) }
  }
}
