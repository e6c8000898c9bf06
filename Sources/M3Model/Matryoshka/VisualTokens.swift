/// A sequence of visual tokens as the language model takes them: [token, width], Float32, row-major.
public struct VisualTokens: Equatable, Sendable {
  /// Channels of a token: the language model's width.
  public let width: Int
  /// `count * width` values.
  public private(set) var values: [Float]

  /// - Precondition: `values` are whole tokens.
  public init(width: Int, values: [Float] = []) {
    precondition(width >= 1 && values.count % width == 0, "whole tokens of \(width) values expected")
    self.width = width
    self.values = values
  }

  /// Tokens.
  public var count: Int { values.count / width }

  /// Appends tokens of the same width.
  public mutating func append(_ other: VisualTokens) {
    precondition(other.width == width, "tokens of width \(width) expected, found \(other.width)")
    values += other.values
  }

  /// Appends one token.
  mutating func append(token: some Collection<Float>) {
    precondition(token.count == width, "a token of \(width) values expected")
    values += token
  }

  /// The values of some tokens.
  subscript(tokens: Range<Int>) -> ArraySlice<Float> {
    values[tokens.lowerBound * width..<tokens.upperBound * width]
  }
}
