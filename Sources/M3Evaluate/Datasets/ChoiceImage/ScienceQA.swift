import M3Core

extension Dataset {
  /// ScienceQA (Lu et al., NeurIPS 2022), the questions with a picture.
  ///
  /// Questions without a picture are skipped and counted: there is no clip to look at.
  static let scienceQA = Dataset(
    name: "scienceqa", title: "school questions with a picture, two to five options", kind: .image,
    metrics: [.scienceQA, .choice], source: "github.com/lupantech/ScienceQA, data/scienceqa",
    licence: "CC BY-NC-SA 4.0", mediaFiles: "{split}/{id}/image.png",
    splits: [Split("test", rows: 2017), Split("val", rows: 2097), Split("train", rows: 6218)],
    forms: [
      DatasetForm(
        name: "original", prompt: .letter,
        files: Dictionary(
          uniqueKeysWithValues: ["test", "val", "train"].map {
            ($0, [DatasetForm.File("problems.json"), DatasetForm.File("pid_splits.json")])
          }), read: readProblems),
      DatasetForm(
        name: "llava", prompt: .letter,
        files: ["test": [DatasetForm.File("llava_test_CQM-A.json")]], read: readConversations),
    ])

  @Sendable
  private static func readProblems(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    let splits = try input.file(1)
    var scanner = JSONScanner(splits)
    let value = try scanner.value()
    guard case .array(let items)? = value[input.split.name] else {
      throw EvaluateError.badField(
        file: splits.name, line: 1, field: input.split.name, expected: "a list of ids", found: value.summary)
    }
    let wanted = Set(items.compactMap { item in if case .string(let id) = item { id } else { nil } })
    try AnnotationLayout.members(at: []).forEachRow(of: input.file(0)) { row in
      guard let id = row.id, wanted.contains(id) else { return }
      try collector.take(row) {
        guard let image = try row.optionalText("image") else { throw SkippedRow(reason: "it has no picture") }
        let choices = try row.texts("choices")
        let index = try row.index("answer", of: choices)
        var record = QuestionRecord(
          key: id, dataset: input.dataset, split: input.split.name, media: "\(input.split.name)/\(id)/\(image)",
          kind: .image, question: try row.text("question"), choices: choices, answerIndex: index,
          answers: [choices[index]], type: try row.optionalText("subject"))
        if let hint = try row.optionalText("hint") { record.extra["context"] = "Context: \(hint)" }
        return record
      }
    }
  }

  /// LLaVA's file: question and options in one text, the letter as the answer.
  @Sendable
  private static func readConversations(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
      try collector.take(row) {
        guard let image = try row.optionalText("image") else { throw SkippedRow(reason: "it has no picture") }
        let turns = try row.list("conversations")
        guard turns.count >= 2, case .string(let asked)? = turns[0]["value"],
          case .string(let letter)? = turns[1]["value"]
        else { throw row.bad("conversations", "a question and an answer", .array(turns)) }
        let (question, choices) = asked.replacing("<image>", with: "").splitFromOptions()
        guard choices.count >= 2, let index = letter.optionIndex, choices.indices.contains(index) else {
          throw row.bad("conversations", "lettered options and the letter of one", .string(letter))
        }
        return QuestionRecord(
          key: try row.text("id"), dataset: input.dataset, split: input.split.name, media: image, kind: .image,
          question: question, choices: choices, answerIndex: index, answers: [choices[index]])
      }
    }
  }
}

extension String {
  /// Takes the lines `A. ...`, `B. ...` off the end of a question.
  func splitFromOptions() -> (question: String, choices: [String]) {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    var first = lines.count
    while first > 0, lines[first - 1].dropFirst().hasPrefix(". "), lines[first - 1].prefix(1).optionIndex != nil {
      first -= 1
      if lines[first].hasPrefix("A") { break }
    }
    let options = lines[first...].enumerated().map { $1.withoutLetter($0) }
    let question = lines[..<first].joined(separator: "\n")
    return (String(question.drop(while: \.isWhitespace)), options)
  }
}
