/// A fraction of two whole numbers, for frame rates, time bases and pixel aspects; no rounding until it is asked for.
public struct Rational: Hashable, Codable, Sendable {
  public let numerator: Int
  /// At least 1.
  public let denominator: Int

  /// - Precondition: `denominator` is at least 1.
  public init(_ numerator: Int, _ denominator: Int) {
    precondition(denominator >= 1, "a denominator is at least 1")
    self.numerator = numerator
    self.denominator = denominator
  }

  public var value: Double { Double(numerator) / Double(denominator) }
}
