/// A piece of JSON as it was written: numbers keep their digits, objects their order.
enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Equatable {
    let name: String
    let value: JSONValue
  }

  /// The first member of that name; nil for anything but an object.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// A short account for messages.
  var summary: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let digits): String(digits.prefix(40))
    case .string(let text): "\"\(text.prefix(40))\(text.count > 40 ? "..." : "")\""
    case .array(let items): "a list of \(items.count)"
    case .object(let members): "an object with \(members.prefix(5).map(\.name).joined(separator: ", "))"
    }
  }
}
