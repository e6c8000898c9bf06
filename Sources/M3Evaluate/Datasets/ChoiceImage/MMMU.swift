import M3Core

extension Dataset {
  /// MMMU (Yue et al., CVPR 2024); the Hub hands out parquet files, export them to JSON lines with the pictures beside.
  ///
  /// `options` is a list, or a Python list as text, as the Hub has it. Answers come from `answer_dict_val.json` where
  /// the lines lack them.
  static let mmmu = Dataset(
    name: "mmmu", title: "college questions with pictures, options or open", kind: .image, metrics: [.mmmu],
    source: "huggingface.co/datasets/MMMU/MMMU; answers: github.com/MMMU-Benchmark/MMMU", licence: "Apache-2.0",
    mediaFiles: "the paths in image_1 ... image_7",
    splits: [Split("val", rows: 900), Split("dev", rows: 150), Split("pro-tool")],
    forms: [
      DatasetForm(
        name: "jsonl", prompt: .letter,
        files: [
          "val": [
            DatasetForm.File("mmmu_val.jsonl", "validation.jsonl"),
            DatasetForm.File("answer_dict_val.json", isOptional: true),
          ],
          "dev": [DatasetForm.File("mmmu_dev.jsonl", "dev.jsonl")],
          "pro-tool": [DatasetForm.File("data.jsonl", "mmmu-pro_tool_data.jsonl")],
        ], read: readMMMU)
    ])

  @Sendable
  private static func readMMMU(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    var answers = AnnotationJoin<[String]>()
    if let file = try input.optionalFile(1) {
      try AnnotationLayout.members(at: []).forEachRow(of: file) { row in
        try answers.insert(try row.oneOrMore("ground_truth"), id: row.id ?? "", row: row)
      }
    }
    try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
      try collector.take(row) {
        let key = try row.optionalText("id") ?? "line-\(row.line)"
        let options = try row.has("options") ? row.optionList("options") : []
        var record = QuestionRecord(
          key: key, dataset: input.dataset, split: input.split.name, media: try row.text("image_1"), kind: .image,
          question: try row.text("question"), choices: options, type: mmmuSubject(key))
        for number in 2...7 {
          if let more = try row.optionalText("image_\(number)") { record.extra["image_\(number)"] = more }
        }
        let given = try row.optionalText("answer") == "?" ? nil : row.raw("answer")
        record.answers = try given == nil ? answers.take(key) ?? [] : row.oneOrMore("answer")
        if !options.isEmpty, let letter = record.answers.first {
          guard record.answers.count == 1, let index = letter.optionIndex, options.indices.contains(index) else {
            throw row.bad("answer", "the letter of an option", .string(letter))
          }
          (record.answerIndex, record.answers) = (index, [options[index]])
        }
        return record
      }
    }
    if let note = answers.note { collector.notes.append(note) }
  }

  /// `Accounting` of `validation_Accounting_1`.
  private static func mmmuSubject(_ id: String) -> String? {
    let parts = id.split(separator: "_")
    return parts.count >= 3 ? parts.dropFirst().dropLast().joined(separator: "_") : nil
  }
}

extension AnnotationRow {
  /// A text, or a list of texts, or a Python list as text.
  func oneOrMore(_ field: String) throws -> [String] {
    if case .array? = try raw(field) { return try texts(field) }
    let text = try text(field)
    return text.hasPrefix("[") ? PythonList.parse(text) ?? [text] : [text]
  }

  /// A list of options, as JSON or as Python writes it.
  func optionList(_ field: String) throws -> [String] {
    if case .array? = try raw(field) { return try texts(field) }
    guard let text = try optionalText(field) else { return [] }
    guard let options = PythonList.parse(text) else { throw bad(field, "a list of texts", .string(text)) }
    return options
  }
}
