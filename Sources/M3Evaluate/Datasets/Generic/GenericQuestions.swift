import M3Core

extension Dataset {
  /// Anybody's own questions, and the synthetic world's: JSON lines or CSV.
  ///
  /// Fields: `video` (or `image`), `question`, `answer`, and where they apply `choices`, `type`, `start`, `end`,
  /// `evidence`, `id`; or the columns of IG-VLM's sheets (`video_name`, `question_id`, `question_type`, `ts`). The first line of a file decides nothing: each entry stands for itself.
  ///
  /// - `answer`: a text; a list of texts where several are right; with choices the option's text, its letter, or, as a
  ///   JSON number, its index from 0.
  /// - `choices`: a JSON list, in CSV also columns `a0`, `a1`, ...
  /// - `evidence`: spans in seconds, `[[start, end], ...]`, or an object that holds them as `times`.
  /// - `id`: the key; without it the key is the clip's name and the question's number among the clip's questions.
  static let generic = Dataset(
    name: "generic", title: "your own questions, as JSON lines or CSV", kind: .video, metrics: [.choice, .normalised],
    source: "a file of yours", licence: "yours", mediaFiles: "{video}, with or without extension",
    splits: ["all", "train", "val", "test"].map { Split($0) },
    forms: [
      genericForm("jsonl", .json, names: { ["annotations.jsonl", "questions.jsonl", "\($0).jsonl"] }),
      genericForm("csv", .csv, names: { ["questions.csv", "\($0).csv"] }),
    ])

  private static func genericForm(
    _ name: String, _ layout: AnnotationLayout, names: (String) -> [String]
  ) -> DatasetForm {
    DatasetForm(
      name: name, prompt: .shortAnswer,
      files: Dictionary(
        uniqueKeysWithValues: ["all", "train", "val", "test"].map {
          ($0, [DatasetForm.File(list: names($0).reversed())])
        })
    ) { input, collector in
      var seen: [String: Int] = [:]
      try layout.forEachRow(of: input.file(0)) { row in
        try collector.take(row) { try genericRecord(row, input, &seen) }
      }
    }
  }

  private static func genericRecord(
    _ row: AnnotationRow, _ input: FormInput, _ seen: inout [String: Int]
  ) throws -> QuestionRecord {
    let image = try row.optionalText("image")
    let media = try image ?? row.text(row.has("video_name") ? "video_name" : "video")
    let number = seen[media, default: 0]
    seen[media] = number + 1
    var record = QuestionRecord(
      key: try row.optionalText("id") ?? row.optionalText("question_id") ?? "\(media)_\(number)",
      dataset: input.dataset, split: input.split.name,
      media: media, kind: image == nil ? .video : .image, question: try row.text("question"),
      choices: try row.genericChoices(), type: try row.optionalText("type") ?? row.optionalText("question_type"))
    try row.setGenericAnswer(of: &record)
    if let span = try row.span("start", "end") ?? row.span("ts") { (record.start, record.end) = (span.start, span.end) }
    if let evidence = try row.embeddedJSON("evidence") {
      // The synthetic world says more than the spans.
      guard case .array(let items) = evidence["times"] ?? evidence else {
        throw row.bad("evidence", "spans in a list", evidence)
      }
      record.evidence = try row.spans(items, field: "evidence")
    }
    return record
  }
}
