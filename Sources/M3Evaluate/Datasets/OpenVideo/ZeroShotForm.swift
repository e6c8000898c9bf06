import M3Core

extension Dataset {
  /// Video-ChatGPT's form of zero-shot sets: `test_q.json` and `test_a.json`, joined by `question_id`.
  ///
  /// - Parameter type: names of the answer file's numeric types; nil keeps the number.
  static func zeroShot(
    _ name: String = "zero-shot", splits: [String] = ["test"], mediaPrefix: String = "",
    type: (@Sendable (Int) -> String?)?
  ) -> DatasetForm {
    let files = splits.map {
      (
        $0,
        [
          DatasetForm.File("\($0)_q.json", "zeroshot_\($0)_q.json"),
          DatasetForm.File("\($0)_a.json", "zeroshot_\($0)_a.json"),
        ]
      )
    }
    return DatasetForm(name: name, prompt: .igvlmOpen, files: Dictionary(uniqueKeysWithValues: files)) {
      input, collector in
      var answers = AnnotationJoin<(answer: String?, type: String?)>()
      try AnnotationLayout.json.forEachRow(of: input.file(1)) { row in
        var label = try row.optionalText("type")
        if let type, label != nil { label = type(try row.integer("type")) ?? label }
        try answers.insert((try row.optionalText("answer"), label), id: try row.text("question_id"), row: row)
      }
      let fields = FieldTable(key: ["question_id"], media: "video_name", mediaPrefix: mediaPrefix, answer: .none)
      try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
        try collector.take(row) {
          var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
          guard let found = answers.take(record.key) else { throw SkippedRow(reason: "no answer has its id") }
          guard let answer = found.answer else { throw SkippedRow(reason: "`answer` is empty") }
          record.answers = [answer]
          record.type = found.type
          return record
        }
      }
      if let note = answers.note { collector.notes.append(note) }
    }
  }
}
