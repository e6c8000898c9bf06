import M3Core

extension Dataset {
  /// The open-ended task of NExT-QA (Xiao et al., CVPR 2021).
  static let nextOE = Dataset(
    name: "next-qa-oe", title: "open questions on causes, order and description of everyday videos", kind: .video,
    metrics: [.wups, .normalised, .judge],
    source: "annotations: github.com/doc-doc/NExT-OE, dataset/nextqa; videos: NExTVideo.zip linked in doc-doc/NExT-QA",
    licence: "annotations MIT; videos of VidOR and YFCC100M", mediaFiles: "{video}.mp4, or by map_vid_vidorID.json",
    splits: [Split("test", rows: 9178), Split("val", rows: 5343), Split("train", rows: 37523)],
    forms: [
      nextOEForm(["val", "test"], repeats: .refused),
      // The training sheet asks a few questions twice under one id.
      nextOEForm(["train"], repeats: .numbered),
    ])

  private static func nextOEForm(_ splits: [String], repeats: AnnotationCollector.Repeats) -> DatasetForm {
    DatasetForm(
      name: "original", prompt: .igvlmOpen,
      files: Dictionary(
        uniqueKeysWithValues: splits.map {
          ($0, [DatasetForm.File("\($0).csv"), DatasetForm.File("add_reference_answer_\($0).json", isOptional: true)])
        }), repeats: repeats, read: readNExTOE)
  }

  /// A question of the test split may have a second reference answer, in `{video: {qid: answer}}`.
  @Sendable
  private static func readNExTOE(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    var second = AnnotationJoin<String>()
    if let file = try input.optionalFile(1) {
      try AnnotationLayout.members(at: []).forEachRow(of: file) { row in
        guard case .json(.object(let members)) = row.storage, let video = row.id else { return }
        for member in members {
          guard case .string(let answer) = member.value else {
            throw row.bad(member.name, "an answer", member.value)
          }
          try second.insert(answer, id: "\(video)_\(member.name)", row: row)
        }
      }
    }
    let fields = FieldTable(
      key: ["video", "qid"], media: "video", answer: .text("answer"), type: "type",
      extra: ["frame_count", "width", "height"])
    try AnnotationLayout.csv.forEachRow(of: input.file(0)) { row in
      guard !row.has("a0") else {
        throw EvaluateError.badField(
          file: row.file, line: 1, field: "a0", expected: "no options, since the task is open-ended",
          found: "the multiple-choice sheet")
      }
      try collector.take(row) {
        var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
        if let answer = second.take(record.key) { record.answers.append(answer) }
        return record
      }
    }
    if let note = second.note { collector.notes.append(note) }
  }
}
