/// One row of a table: where its fields stand among the file's bytes.
struct DelimitedRow {
  struct Field {
    /// Quotes around the field excluded.
    let range: Range<Int>
    let hasDoubledQuotes: Bool
  }

  let file: AnnotationFile
  /// Where the row begins, from 1.
  let line: Int
  let fields: [Field]

  /// The text of a field.
  ///
  /// - Throws: `EvaluateError.malformed` for bytes that are not UTF-8.
  func text(_ position: Int) throws(EvaluateError) -> String {
    let field = fields[position]
    guard let text = String(validating: file.bytes[field.range], as: UTF8.self) else {
      throw .malformed(
        file: file.name, line: line, expected: "valid UTF-8 in field \(position + 1)", found: "other bytes")
    }
    return field.hasDoubledQuotes ? text.replacing("\"\"", with: "\"") : text
  }
}
