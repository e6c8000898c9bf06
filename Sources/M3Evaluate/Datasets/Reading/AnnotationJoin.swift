/// Fields of one file by id, to be joined with the questions of another: always by id, never by position.
struct AnnotationJoin<Value> {
  private var values: [String: (value: Value, line: Int)] = [:]
  private var used: Set<String> = []

  /// - Throws: `EvaluateError.duplicateKey` for an id that stands twice.
  mutating func insert(_ value: Value, id: String, row: AnnotationRow) throws(EvaluateError) {
    if let known = values.updateValue((value, row.line), forKey: id) {
      throw .duplicateKey(file: row.file, line: row.line, key: id, firstLine: known.line)
    }
  }

  /// The value of an id; the join remembers that it was wanted.
  mutating func take(_ id: String) -> Value? {
    used.insert(id)
    return values[id]?.value
  }

  /// What was never taken, as a note.
  var note: AnnotationNote? {
    let unused = values.keys.filter { !used.contains($0) }
    guard let first = unused.min() else { return nil }
    return .unusedAnswers(count: unused.count, firstID: first)
  }
}
