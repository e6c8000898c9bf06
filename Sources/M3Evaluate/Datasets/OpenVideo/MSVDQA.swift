import M3Core

extension Dataset {
  /// MSVD-QA (Xu et al., ACM MM 2017).
  static let msvdQA = Dataset(
    name: "msvd-qa", title: "open questions about short YouTube clips, made from captions", kind: .video,
    metrics: [.exact, .normalised, .judge],
    source: "annotations: links in github.com/xudejing/video-question-answering, copy in fanchenyou/HME-VideoQA; "
      + "videos: YouTubeClips.tar of UT Austin",
    licence: "annotations MIT; clips for research", mediaFiles: "{name}.avi, name by youtube_mapping.txt",
    splits: [
      Split("val", rows: 6415, ids: 30933...37347), Split("test", rows: 13157, ids: 37348...50504),
      Split("train", rows: 30933, ids: 0...30932),
    ],
    forms: [msvdOriginal, zeroShot(type: nil), msvdSheet])

  private static let msvdOriginal = DatasetForm(
    name: "original", prompt: .igvlmOpen,
    files: Dictionary(
      uniqueKeysWithValues: ["train", "val", "test"].map {
        ($0, [DatasetForm.File("\($0)_qa.json"), DatasetForm.File("youtube_mapping.txt")])
      })
  ) { input, collector in
    let names = try youtubeMapping(input.file(1))
    let fields = FieldTable(key: ["id"], media: "video_id", mediaPrefix: "vid", answer: .text("answer"))
    try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
      try collector.take(row) {
        var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
        guard let name = names[record.media] else {
          throw row.bad("video_id", "a clip of youtube_mapping.txt", .string(record.media))
        }
        (record.media, record.group) = (name, name)
        return record
      }
    }
  }

  /// `NAME vidN` a line.
  private static func youtubeMapping(_ file: AnnotationFile) throws(EvaluateError) -> [String: String] {
    var names: [String: String] = [:]
    for (number, line) in file.bytes[file.start...].split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated()
    {
      let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else { continue }
      guard words.count == 2 else {
        throw .malformed(
          file: file.name, line: number + 1, expected: "a clip's name and its id", found: "\(words.count) words")
      }
      names[String(words[1])] = String(words[0])
    }
    return names
  }

  /// The sheet's ids are `video_id`; they are made equal to the original's.
  private static let msvdSheet = DatasetForm.table(
    "igvlm", prompt: .igvlmOpen, layout: .csv, files: ["val": DatasetForm.File("MSVD_QA.csv", "igvlm_MSVD_QA.csv")],
    fields: .igvlm()
  ) { record, _ in
    if let id = record.key.split(separator: "_").last { record.key = String(id) }
  }
}
