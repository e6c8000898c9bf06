import M3Core

extension Dataset {
  /// MSRVTT-QA (Xu et al., ACM MM 2017).
  static let msrvttQA = Dataset(
    name: "msrvtt-qa", title: "open questions about web videos, made from captions", kind: .video,
    metrics: [.exact, .normalised, .judge],
    source: "annotations: links in github.com/xudejing/video-question-answering; videos: mirrors of MSR-VTT",
    licence: "annotations MIT; MSR-VTT for research", mediaFiles: "video{video_id}.mp4",
    splits: [
      Split("val", rows: 12278, ids: 158_581...170_858), Split("test", rows: 72821, ids: 170_859...243_679),
      Split("train", rows: 158_581, ids: 0...158_580),
    ],
    forms: [
      .table(
        "original", prompt: .igvlmOpen, layout: .json, files: msrvttFiles("_qa.json"),
        fields: FieldTable(
          key: ["id"], media: "video_id", mediaPrefix: "video", answer: .text("answer"), type: "category_id")),
      .table(
        "csv", prompt: .igvlmOpen, layout: .csv, files: msrvttFiles(".csv"),
        fields: FieldTable(
          key: ["qid"], media: "video_id", mediaPrefix: "video", answer: .text("answer"), type: "type")),
      .table(
        "igvlm", prompt: .igvlmOpen, layout: .csv,
        files: ["val": DatasetForm.File("MSRVTT_QA.csv", "igvlm_MSRVTT_QA.csv")], fields: .igvlm()),
    ])

  private static func msrvttFiles(_ ending: String) -> [String: DatasetForm.File] {
    Dictionary(uniqueKeysWithValues: ["train", "val", "test"].map { ($0, DatasetForm.File($0 + ending)) })
  }
}
