import M3Core

extension Dataset {
  /// NExT-GQA (Xiao et al., CVPR 2024): NExT-QA's questions with the time spans where the answer is to be seen.
  ///
  /// Unlike NExT-QA's own sheet the answer is the option's text, and the first column is `video_id`.
  static let nextGQA = Dataset(
    name: "next-gqa", title: "five options, with the spans of the video that hold the answer", kind: .video,
    metrics: [.nextQA, .choice], source: "github.com/doc-doc/NExT-GQA, datasets/nextgqa; videos as NExT-QA",
    licence: "annotations MIT; videos of VidOR and YFCC100M",
    mediaFiles: "{video_id}.mp4, or by map_vid_vidorID.json",
    splits: [Split("val", rows: 3358), Split("test", rows: 5553)],
    forms: [
      DatasetForm(
        name: "original", prompt: .igvlmChoice,
        files: Dictionary(
          uniqueKeysWithValues: ["val", "test"].map {
            ($0, [DatasetForm.File("\($0).csv"), DatasetForm.File("gsub_\($0).json", isOptional: true)])
          })
      ) { input, collector in
        var spans: [String: [TimeSpan]] = [:]
        if let file = try input.optionalFile(1) {
          try AnnotationLayout.members(at: []).forEachRow(of: file) { row in
            for (qid, found) in try groundedSpans(row) { spans["\(row.id ?? "")_\(qid)"] = found }
          }
        }
        let fields = FieldTable(
          key: ["video_id", "qid"], media: "video_id", answer: .text("answer"), choices: fiveOptions, type: "type",
          extra: ["frame_count", "width", "height"])
        try AnnotationLayout.csv.forEachRow(of: input.file(0)) { row in
          try collector.take(row) {
            var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
            record.evidence = spans[record.key] ?? []
            return record
          }
        }
      }
    ])

  /// `{"location": {qid: [[start, end], ...]}, ...}` of one video, in seconds.
  private static func groundedSpans(_ row: AnnotationRow) throws(EvaluateError) -> [(String, [TimeSpan])] {
    guard case .object(let questions)? = try row.raw("location") else {
      throw row.bad("location", "spans by question", try row.raw("location"))
    }
    var found: [(String, [TimeSpan])] = []
    for question in questions {
      guard case .array(let items) = question.value else {
        throw row.bad("location", "a list of spans", question.value)
      }
      found.append((question.name, try row.spans(items, field: "location")))
    }
    return found
  }
}

extension AnnotationRow {
  /// `[[start, end], ...]` in seconds.
  func spans(_ items: [JSONValue], field: String) throws(EvaluateError) -> [TimeSpan] {
    var spans: [TimeSpan] = []
    for item in items {
      guard case .array(let bounds) = item, bounds.count == 2, case .number(let first) = bounds[0],
        case .number(let last) = bounds[1], let start = Double(first), let end = Double(last)
      else { throw bad(field, "a span as `[start, end]`", item) }
      spans.append(try span(start: start, end: end, field: field))
    }
    return spans
  }
}
