import M3Core

extension Dataset {
  /// STAR (Wu et al., NeurIPS 2021): situated reasoning in cut clips of Charades.
  ///
  /// The official table is the mean of the four types. All questions about one Charades video are one group.
  static let star = Dataset(
    name: "star", title: "four options on interaction, sequence, prediction and feasibility", kind: .video,
    metrics: [.star, .choice],
    source: "annotations: links in github.com/csbobby/STAR_Benchmark; videos: Charades (480p)", licence: "Apache-2.0",
    mediaFiles: "{video_id}.mp4 with start and end; IG-VLM's sheet: {video_id}_{start}_{end}.mp4, cut beforehand",
    splits: [Split("val", rows: 7098), Split("train", rows: 45731), Split("test", rows: 7377)],
    forms: [
      DatasetForm(
        name: "original", prompt: .igvlmChoice,
        files: Dictionary(
          uniqueKeysWithValues: ["val", "train", "test"].map { ($0, [DatasetForm.File("STAR_\($0).json")]) }),
        read: readSTAR),
      .table(
        "igvlm", prompt: .igvlmChoice, layout: .csv, files: ["val": DatasetForm.File("STAR.csv", "igvlm_STAR.csv")],
        fields: FieldTable.igvlm(choices: 4)
      ) { record, _ in
        let parts = record.media.split(separator: "_")
        if parts.count >= 3 { record.group = parts.dropLast(2).joined(separator: "_") }
        record.type = record.type.map(starType)
      },
    ])

  @Sendable
  private static func readSTAR(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
      try collector.take(row) {
        let fields = FieldTable(
          key: ["question_id"], media: "video_id", answer: .none)
        var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
        var choices: [Int: String] = [:]
        for item in try row.list("choices") {
          guard case .number(let digits)? = item["choice_id"], let id = Int(digits),
            case .string(let text)? = item["choice"], choices.updateValue(text, forKey: id) == nil
          else { throw row.bad("choices", "options with `choice_id` and `choice`, each id once", item) }
        }
        record.choices = choices.sorted { $0.key < $1.key }.map(\.value)
        if let answer = try row.optionalText("answer") {
          guard let index = record.choices.firstIndex(of: answer) else {
            throw row.bad("answer", "one of the options", .string(answer))
          }
          (record.answerIndex, record.answers) = (index, [answer])
        }
        if let span = try row.span("start", "end") { (record.start, record.end) = (span.start, span.end) }
        record.type = record.key.split(separator: "_").first.map(String.init)
        return record
      }
    }
  }

  /// `Interaction` of `Interaction_T1`.
  @Sendable
  private static func starType(_ type: String) -> String {
    type.split(separator: "_").first.map(String.init) ?? type
  }
}
