import FoundationEssentials

/// One entry of an annotation file, whether it came from a table or from JSON, with typed access to its fields.
struct AnnotationRow {
  enum Storage {
    case json(JSONValue)
    case table(DelimitedRow, header: [String], columns: [String: Int])
  }

  let file: String
  let line: Int
  /// The name that the entry has in an object of entries.
  let id: String?
  let storage: Storage

  init(file: String, line: Int, id: String? = nil, storage: Storage) {
    self.file = file
    self.line = line
    self.id = id
    self.storage = storage
  }

  /// The field as it is written, or nil when it is absent, null or empty.
  func raw(_ field: String) throws(EvaluateError) -> JSONValue? {
    switch storage {
    case .json(let value):
      switch value[field] {
      case nil, .null: return nil
      case .string(let text) where text.isEmpty: return nil
      case let value: return value
      }
    case .table(let row, _, let columns):
      guard let position = columns[field] else { return nil }
      let text = try row.text(position)
      return text.isEmpty ? nil : .string(text)
    }
  }

  /// Where the bytes of a table's field stand in the file; nil when the field is absent or empty.
  func bytes(_ field: String) -> Range<Int>? {
    guard case .table(let row, _, let columns) = storage, let position = columns[field] else { return nil }
    let range = row.fields[position].range
    return range.isEmpty ? nil : range
  }

  /// Whether a table has the column, or an object the member.
  func has(_ field: String) -> Bool {
    switch storage {
    case .json(let value): value[field] != nil
    case .table(_, _, let columns): columns[field] != nil
    }
  }

  /// The text of a field; numbers and truth values as they are written.
  ///
  /// - Throws: `SkippedRow` when it is empty, `EvaluateError` when it cannot be there or has another form.
  func text(_ field: String) throws -> String {
    guard let text = try optionalText(field) else {
      switch storage {
      case .table(_, let header, let columns) where columns[field] == nil:
        throw EvaluateError.missingColumn(file: file, column: field, header: header)
      case .json(let value) where value[field] == nil: throw bad(field, "a text", nil)
      default: throw SkippedRow(reason: "`\(field)` is empty")
      }
    }
    return text
  }

  /// The text of a field, or nil when it is absent or blank.
  func optionalText(_ field: String) throws(EvaluateError) -> String? {
    guard let value = try raw(field) else { return nil }
    switch value {
    case .string(let text): return text.allSatisfy(\.isWhitespace) ? nil : text
    case .number(let digits): return digits
    case .bool(let value): return "\(value)"
    case .null: return nil
    case .array, .object: throw bad(field, "a text", value)
    }
  }

  func integer(_ field: String) throws -> Int {
    let text = try text(field)
    guard let value = Int(text) ?? Double(text).flatMap({ Int(exactly: $0) }) else {
      throw bad(field, "a whole number", .string(text))
    }
    return value
  }

  /// A finite number, or nil when the field is absent or blank.
  func optionalNumber(_ field: String) throws(EvaluateError) -> Double? {
    guard let text = try optionalText(field) else { return nil }
    guard let value = Double(text), value.isFinite else { throw bad(field, "a number", .string(text)) }
    return value
  }

  /// The items of a list.
  func list(_ field: String) throws(EvaluateError) -> [JSONValue] {
    guard case .array(let items)? = try raw(field) else { throw bad(field, "a list", try raw(field)) }
    return items
  }

  /// A list of texts.
  func texts(_ field: String) throws(EvaluateError) -> [String] {
    var texts: [String] = []
    for item in try list(field) {
      switch item {
      case .string(let text): texts.append(text)
      case .number(let digits): texts.append(digits)
      default: throw bad(field, "a list of texts", item)
      }
    }
    return texts
  }

  /// An error about a field of this row.
  func bad(_ field: String, _ expected: String, _ found: JSONValue?) -> EvaluateError {
    .badField(file: file, line: line, field: field, expected: expected, found: found?.summary ?? "nothing")
  }
}
