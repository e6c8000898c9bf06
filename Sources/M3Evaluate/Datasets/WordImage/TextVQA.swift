import M3Core

extension Dataset {
  /// TextVQA (Singh et al., CVPR 2019).
  ///
  /// LLaVA's prompts hold OCR tokens ("Reference OCR token: ..."), which changes the scores much: its form is a form of
  /// its own, and never the default of the original file.
  static let textVQA = Dataset(
    name: "textvqa", title: "open questions about text in pictures, ten answers each", kind: .image, metrics: [.vqa],
    source: "textvqa.org, TextVQA_0.5.1; LLaVA's eval.zip for its prompts", licence: "CC BY 4.0",
    mediaFiles: "train_images/{image_id}.jpg",
    splits: [
      Split("val", rows: 5000), Split("train", rows: 34602), Split("test", rows: 5734), Split("val-ocr", rows: 5000),
    ],
    forms: [
      DatasetForm(
        name: "original", prompt: .shortAnswer,
        files: [
          "val": [DatasetForm.File("TextVQA_0.5.1_val.json")], "train": [DatasetForm.File("TextVQA_0.5.1_train.json")],
          "test": [DatasetForm.File("TextVQA_0.5.1_test.json")],
        ]
      ) { input, collector in
        try AnnotationLayout.list(at: ["data"]).forEachRow(of: input.file(0)) { row in
          try collector.take(row) { try textVQARecord(row, input) }
        }
      },
      DatasetForm(
        name: "llava", prompt: .verbatim,
        files: [
          "val-ocr": [
            DatasetForm.File("llava_textvqa_val_v051_ocr.jsonl"),
            DatasetForm.File("TextVQA_0.5.1_val.json", isOptional: true),
          ]
        ], repeats: .numbered, read: readLLaVATextVQA),
    ])

  private static func textVQARecord(_ row: AnnotationRow, _ input: FormInput) throws -> QuestionRecord {
    let fields = FieldTable(key: ["question_id"], media: "image_id", kind: .image, answer: .none)
    var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
    record.answers = try row.has("answers") ? row.texts("answers") : []
    return record
  }

  /// Joined by picture and question, as LLaVA's script does: its `question_id` is the picture's.
  @Sendable
  private static func readLLaVATextVQA(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    var answers = AnnotationJoin<QuestionRecord>()
    if let file = try input.optionalFile(1) {
      try AnnotationLayout.list(at: ["data"]).forEachRow(of: file) { row in
        let record = try textVQARecord(row, input)
        try answers.insert(record, id: "\(record.media) \(record.question.lowercased())", row: row)
      }
    }
    let hasAnswers = try input.optionalFile(1) != nil
    try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
      try collector.take(row) {
        var record = try FieldTable.llava().record(row, dataset: input.dataset, split: input.split.name)
        guard hasAnswers else { return record }
        let lines = record.question.split(separator: "\n")
        let asked = lines.first { !$0.hasPrefix("Reference OCR token:") } ?? ""
        guard let found = answers.take("\(record.key) \(asked.lowercased())") else {
          throw SkippedRow(reason: "no answer has its picture and question")
        }
        (record.key, record.answers) = (found.key, found.answers)
        return record
      }
    }
    if let note = answers.note { collector.notes.append(note) }
  }
}
