import M3Core

/// Gathers the records of one reading and keeps the account: keys that repeat, rows skipped, notes.
struct AnnotationCollector {
  /// What happens to a key that was there already.
  enum Repeats {
    /// The file is wrong.
    case refused
    /// The dataset is known to repeat ids: the second becomes `id~2`.
    case numbered
  }

  let repeats: Repeats
  /// The split that records must belong to, where ids tell.
  let split: Dataset.Split?
  var records: [QuestionRecord] = []
  var notes: [AnnotationNote] = []
  var pictures: EmbeddedPictures?
  private var lines: [String: (line: Int, count: Int)] = [:]
  private var skips: [String: (count: Int, file: String, line: Int)] = [:]
  private var repeated: (count: Int, first: String) = (0, "")

  init(repeats: Repeats = .refused, split: Dataset.Split? = nil) {
    self.repeats = repeats
    self.split = split
  }

  /// Makes a record from a row and takes it in; a `SkippedRow` is counted.
  mutating func take(_ row: AnnotationRow, _ make: () throws -> QuestionRecord) throws {
    do {
      try add(try make(), file: row.file, line: row.line)
    } catch let skip as SkippedRow {
      self.skip(skip.reason, file: row.file, line: row.line)
    }
  }

  mutating func skip(_ reason: String, file: String, line: Int) {
    let known = skips[reason]
    skips[reason] = ((known?.count ?? 0) + 1, known?.file ?? file, known?.line ?? line)
  }

  /// - Throws: `EvaluateError.duplicateKey` where repeats are refused, `EvaluateError.wrongSplit` for a foreign id.
  mutating func add(_ record: QuestionRecord, file: String, line: Int) throws(EvaluateError) {
    if let split, let ids = split.ids, let id = Int(record.key), !ids.contains(id) {
      throw .wrongSplit(
        file: file, line: line, asked: split.name,
        evidence: "its ids run from \(ids.lowerBound) to \(ids.upperBound), this one is \(id)")
    }
    var record = record
    if let known = lines[record.key] {
      guard repeats == .numbered else {
        throw .duplicateKey(file: file, line: line, key: record.key, firstLine: known.line)
      }
      if repeated.count == 0 { repeated.first = record.key }
      repeated.count += 1
      lines[record.key] = (known.line, known.count + 1)
      record.key += "~\(known.count + 1)"
    }
    guard lines.updateValue((line, 1), forKey: record.key) == nil else {
      throw .duplicateKey(file: file, line: line, key: record.key, firstLine: line)
    }
    records.append(record)
  }

  /// The rows skipped so far, by reason.
  var skipped: [Annotations.Skipped] {
    skips.map { Annotations.Skipped(reason: $0.key, count: $0.value.count, file: $0.value.file, line: $0.value.line) }
      .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
  }

  /// All notes: those that readers made, and those that follow from the records.
  ///
  /// - Parameter official: how many questions the split has; nil where that is not known.
  func allNotes(official: Int?) -> [AnnotationNote] {
    var notes = notes
    if let official, official != records.count { notes.append(.rowCount(found: records.count, official: official)) }
    let duplicated = records.filter(\.hasDuplicatedChoices)
    if let first = duplicated.first {
      notes.append(.duplicatedChoices(count: duplicated.count, firstKey: first.key))
    }
    if repeated.count > 0 { notes.append(.repeatedIDs(count: repeated.count, firstKey: repeated.first)) }
    let unanswered = records.count { $0.answerIndex == nil && $0.answers.isEmpty }
    if unanswered > 0 { notes.append(.noAnswers(count: unanswered)) }
    return notes
  }
}
