/// SplitMix64 (Steele, Lea, Flood 2014): the only source of chance in the world.
///
/// Its own bounded draws make a scene the same for a seed on every machine and with every standard library.
public struct WorldGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// SplitMix64's finaliser: a bijection of 64 bits.
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number in `0 ..< bound` (the high half of a product; the bias is below 2^-32 for small bounds).
  ///
  /// - Precondition: `bound` is at least 1.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound >= 1, "a choice needs something to choose from")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A whole number in a range.
  mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// A number in `0 ..< 1`, with 24 bits.
  public mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A number between two others.
  mutating func within(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  /// One element, or nil of an empty array.
  mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[below(elements.count)]
  }

  /// An index, with chances in proportion to the weights.
  mutating func index(weights: [Float]) -> Int {
    var rest = unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.count - 1
  }

  /// The elements in a random order (Fisher and Yates).
  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var out = elements
    for last in stride(from: out.count - 1, to: 0, by: -1) { out.swapAt(last, below(last + 1)) }
    return out
  }
}
