import M3Core

extension AnnotationRow {
  /// The field's JSON: as it stands in a JSON file, parsed from the text in a table.
  func embeddedJSON(_ field: String) throws -> JSONValue? {
    guard let value = try raw(field) else { return nil }
    guard case .table = storage, case .string(let text) = value else { return value }
    var scanner = JSONScanner(AnnotationFile(name: file, bytes: Array(text.utf8)))
    guard let parsed = try? scanner.value(), scanner.peek() == nil else { throw bad(field, "a JSON list", value) }
    return parsed
  }

  /// The list `choices`, or the columns `a0`, `a1` and so on as far as they are filled.
  func genericChoices() throws -> [String] {
    guard let value = try embeddedJSON("choices") else {
      var choices: [String] = []
      while let choice = try optionalText("a\(choices.count)") { choices.append(choice) }
      guard choices.count != 1 else { throw bad("a1", "a second option", nil) }
      return choices
    }
    guard case .array(let items) = value, items.count >= 2 else { throw bad("choices", "at least two options", value) }
    return try items.map { item in
      switch item {
      case .string(let text): text
      case .number(let digits): digits
      default: throw bad("choices", "texts", item)
      }
    }
  }

  /// Sets the answer: an option by text, by letter or (a JSON number that is no option) by index; otherwise a text or
  /// several.
  func setGenericAnswer(of record: inout QuestionRecord) throws {
    guard let value = try raw("answer") else { return }
    guard !record.choices.isEmpty else {
      if case .array = value { record.answers = try texts("answer") } else { record.answers = [try text("answer")] }
      return
    }
    let text = try text("answer")
    let index: Int
    if let found = record.choices.firstIndex(of: text) {
      guard record.choices.lastIndex(of: text) == found else {
        throw bad("answer", "an index or a letter, since options with this text repeat", value)
      }
      index = found
    } else if let letter = text.optionIndex, record.choices.indices.contains(letter) {
      index = letter
    } else if case .number = value {
      index = try self.index("answer", of: record.choices)
    } else {
      throw bad("answer", "an option, its letter, or its index as a number", value)
    }
    record.answerIndex = index
    record.answers = [record.choices[index]]
  }
}
