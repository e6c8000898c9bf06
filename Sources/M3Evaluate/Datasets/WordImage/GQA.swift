import M3Core

extension Dataset {
  /// GQA (Hudson and Manning, CVPR 2019).
  ///
  /// The official script compares letter by letter, after LLaVA's conversion has put answers in lower case and taken off
  /// the final full stop: that is what `normalised` does.
  static let gqa = Dataset(
    name: "gqa", title: "open questions made from scene graphs", kind: .image, metrics: [.normalised, .exact],
    source: "cs.stanford.edu/people/dorarad/gqa; LLaVA's eval.zip for its prompts", licence: "CC BY 4.0",
    mediaFiles: "{imageId}.jpg",
    splits: [Split("testdev-balanced", rows: 12578), Split("val-balanced", rows: 132_062)],
    forms: [
      DatasetForm(
        name: "llava", prompt: .verbatim,
        files: [
          "testdev-balanced": [
            DatasetForm.File("llava_gqa_testdev_balanced.jsonl"),
            DatasetForm.File("testdev_balanced_questions.json", isOptional: true),
          ]
        ]
      ) { input, collector in
        var answers = AnnotationJoin<QuestionRecord>()
        let file = try input.optionalFile(1)
        if let file {
          try AnnotationLayout.members(at: []).forEachRow(of: file) { row in
            try answers.insert(try gqaRecord(row, input), id: row.id ?? "", row: row)
          }
        }
        try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
          try collector.take(row) {
            var record = try FieldTable.llava().record(row, dataset: input.dataset, split: input.split.name)
            guard file != nil else { return record }
            guard let found = answers.take(record.key) else { throw SkippedRow(reason: "no answer has its id") }
            (record.answers, record.type) = (found.answers, found.type)
            return record
          }
        }
        if let note = answers.note { collector.notes.append(note) }
      },
      DatasetForm(
        name: "original", prompt: .shortAnswer,
        files: [
          "testdev-balanced": [DatasetForm.File("testdev_balanced_questions.json")],
          "val-balanced": [DatasetForm.File("val_balanced_questions.json")],
        ]
      ) { input, collector in
        try AnnotationLayout.members(at: []).forEachRow(of: input.file(0)) { row in
          try collector.take(row) { try gqaRecord(row, input) }
        }
      },
    ])

  private static func gqaRecord(_ row: AnnotationRow, _ input: FormInput) throws -> QuestionRecord {
    var type: String?
    if case .object(let types)? = try row.raw("types"), case .string(let text)? = JSONValue.object(types)["structural"]
    {
      type = text
    }
    return QuestionRecord(
      key: row.id ?? "", dataset: input.dataset, split: input.split.name, media: try row.text("imageId"), kind: .image,
      question: try row.text("question"), answers: [try row.text("answer")], type: type)
  }
}
