/// What is wrong with a JSON text, and where.
public struct JSONFault: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// The text stops inside a value.
    case endsEarly
    /// Something else stands where this belongs.
    case expected(String)
    /// A string that is not UTF-8, has a raw control character, or an escape that JSON does not know.
    case badString
    /// A number that JSON does not allow, or a whole number beyond 64 bits where one is needed.
    case badNumber
    /// Values inside values beyond the limit.
    case tooDeep(limit: Int)
    /// A key that stands twice in one object.
    case duplicateKey(String)
    /// A key that has no meaning here.
    case unknownKey(String)
    /// More of something than the limit.
    case tooMany(String, limit: Int)
    /// Bytes after the value.
    case trailingBytes
  }

  public var kind: Kind
  /// Counted from the start of the text.
  public var offset: Int

  public init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
