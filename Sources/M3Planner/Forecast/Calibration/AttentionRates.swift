/// What attention by heads of one width, over keys and values of one type, was measured to do.
public struct AttentionRates: Codable, Equatable, Sendable {
  /// Of keys and values, by name: `float16`.
  public var type: String
  /// Bytes of one of a key's or value's numbers, its share of a scale included.
  public var bytesPerNumber: Double
  /// Of a head.
  public var width: Int
  /// Of many queries, operations a second.
  public var many: Double
  /// Keys and values that the one query of a decode step reads, in bytes a second.
  public var one: Double

  public init(type: String, bytesPerNumber: Double, width: Int, many: Double, one: Double) {
    self.type = type
    self.bytesPerNumber = bytesPerNumber
    self.width = width
    self.many = many
    self.one = one
  }

  var isSound: Bool { width >= 1 && [bytesPerNumber, many, one].allSatisfy { $0.isFinite && $0 > 0 } }
}
