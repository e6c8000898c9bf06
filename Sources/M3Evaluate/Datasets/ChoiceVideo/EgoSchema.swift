import M3Core

extension Dataset {
  /// EgoSchema (Mangalam et al., NeurIPS 2023): three-minute clips of Ego4D.
  ///
  /// Only 500 answers are public; the full set's score comes from Kaggle, for which `EgoSchemaSubmission` writes the
  /// file. IG-VLM's sheet uses another id as `question_id`; the key is always `q_uid`.
  static let egoSchema = Dataset(
    name: "egoschema", title: "five options on three-minute first-person videos", kind: .video, metrics: [.choice],
    source: "github.com/egoschema/EgoSchema; full set scored by Kaggle's `egoschema-public`",
    licence: "Ego4D's licence agreement", mediaFiles: "{q_uid}.mp4",
    splits: [Split("subset", rows: 500), Split("full", rows: 5031)],
    forms: [
      DatasetForm(
        name: "original", prompt: .igvlmChoice,
        files: [
          "subset": [DatasetForm.File("questions.json"), DatasetForm.File("subset_answers.json")],
          "full": [DatasetForm.File("questions.json"), DatasetForm.File("subset_answers.json", isOptional: true)],
        ], read: readEgoSchema),
      .table(
        "igvlm", prompt: .igvlmChoice, layout: .csv, files: ["subset": DatasetForm.File("EgoSchema.csv")],
        fields: FieldTable.igvlm(key: ["video_name"], choices: 5)),
    ])

  @Sendable
  private static func readEgoSchema(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    var answers = AnnotationJoin<JSONValue>()
    if let file = try input.optionalFile(1) {
      var scanner = JSONScanner(file)
      try scanner.object { scanner, id in
        let row = AnnotationRow(file: file.name, line: scanner.line, id: id, storage: .json(.null))
        try answers.insert(try scanner.value(), id: id, row: row)
      }
    }
    let fields = FieldTable(
      key: ["q_uid"], media: "q_uid", answer: .none, choices: (0..<5).map { "option \($0)" },
      extra: ["google_drive_id"])
    try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
      let answer = answers.take(try row.text("q_uid"))
      guard answer != nil || input.split.name == "full" else { return }
      try collector.take(row) {
        var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
        guard let answer else { return record }
        guard case .number(let digits) = answer, let index = Int(digits), record.choices.indices.contains(index) else {
          throw row.bad("answer of \(record.key)", "an option from 0 to \(record.choices.count - 1)", answer)
        }
        record.answerIndex = index
        record.answers = [record.choices[index]]
        return record
      }
    }
    if let note = answers.note { collector.notes.append(note) }
  }
}
