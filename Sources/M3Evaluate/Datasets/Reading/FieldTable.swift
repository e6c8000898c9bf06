import M3Core

/// Which field of an entry means what: the description of one flat annotation format.
struct FieldTable: Sendable {
  /// How the right answer is given.
  enum Answer {
    /// The text itself; for multiple choice the text of the option, its index in `index` where there is such a field.
    case text(String, index: String? = nil)
    /// The option's index, from 0.
    case index(String)
    /// The option's letter.
    case letter(String)
    /// Not given.
    case none
  }

  /// Fields that together make the key, joined with `_`.
  var key: [String]
  var media: String
  /// Written before the media field's value, for ids that are mere numbers.
  var mediaPrefix = ""
  var kind = MediaKind.video
  var question = "question"
  var answer: Answer
  /// One field an option; the last ones may be absent or empty, down to two.
  var choices: [String] = []
  /// A field with the list of options, instead of `choices`.
  var choiceList: String?
  /// Letters and dots before listed options are taken off.
  var choicesAreLettered = false
  var type: String?
  /// A field with `start-end` in seconds.
  var span: String?
  /// Fields kept as they are; absent ones are left out.
  var extra: [String] = []
  /// A field with a hint or context, which prompts put before the question.
  var context: String?
  var repeats = AnnotationCollector.Repeats.refused

  /// The record of one row.
  ///
  /// - Throws: `SkippedRow` for an empty needed field, `EvaluateError` for a wrong one.
  func record(_ row: AnnotationRow, dataset: String, split: String) throws -> QuestionRecord {
    let options = try options(row)
    var record = QuestionRecord(
      key: try key.map(row.text).joined(separator: "_"), dataset: dataset, split: split,
      media: mediaPrefix + (try row.text(media)), kind: kind, question: try row.text(question), choices: options,
      type: try type.flatMap { field in try row.optionalText(field) })
    try setAnswer(of: &record, from: row)
    for field in extra {
      if let text = try row.optionalText(field) { record.extra[field] = text }
    }
    if let context, let text = try row.optionalText(context) { record.extra["context"] = text }
    if let span, row.has(span) {
      (record.start, record.end) = try row.span(span).map { ($0.start, $0.end) } ?? (nil, nil)
    }
    return record
  }

  private func options(_ row: AnnotationRow) throws -> [String] {
    if let choiceList {
      return try row.texts(choiceList).enumerated().map { index, text in
        choicesAreLettered ? text.withoutLetter(index) : text
      }
    }
    guard !choices.isEmpty else { return [] }
    var options: [String] = []
    for (position, field) in choices.enumerated() {
      if position < 2 {
        options.append(try row.text(field))
      } else if let text = try row.optionalText(field) {
        guard options.count == position else {
          throw row.bad(choices[position - 1], "an option, since a later one is there", nil)
        }
        options.append(text)
      }
    }
    return options
  }

  private func setAnswer(of record: inout QuestionRecord, from row: AnnotationRow) throws {
    switch answer {
    case .none: return
    case .text(let field, let indexField):
      let text = try row.text(field)
      record.answers = [text]
      guard !record.choices.isEmpty else { return }
      if let indexField, row.has(indexField) {
        let index = try row.index(indexField, of: record.choices)
        guard record.choices[index] == text else {
          throw row.bad(field, "option \(index), `\(record.choices[index].prefix(40))`", .string(text))
        }
        record.answerIndex = index
      } else {
        guard let index = record.choices.firstIndex(of: text) else {
          throw row.bad(field, "one of the options", .string(text))
        }
        record.answerIndex = index
      }
    case .index(let field):
      let index = try row.index(field, of: record.choices)
      record.answerIndex = index
      record.answers = [record.choices[index]]
    case .letter(let field):
      let index = try row.letter(field, of: record.choices)
      record.answerIndex = index
      record.answers = [record.choices[index]]
    }
  }
}
