import M3Core

extension Dataset {
  /// Video-MME (Fu et al., CVPR 2025).
  ///
  /// The Hub hands out a parquet file; export it to JSON lines with the same field names.
  static let videoMME = Dataset(
    name: "video-mme", title: "four options on short, medium and long videos", kind: .video,
    metrics: [.videoMME, .choice], source: "huggingface.co/datasets/lmms-lab/Video-MME",
    licence: "academic research only, no redistribution", mediaFiles: "data/{videoID}.mp4",
    splits: [Split("test", rows: 2700)],
    forms: [
      .table(
        "jsonl", prompt: .letter, layout: .json,
        files: ["test": DatasetForm.File("video_mme.jsonl", "video-mme.jsonl", "test.jsonl", "videomme.json")],
        fields: FieldTable(
          key: ["question_id"], media: "videoID", answer: .letter("answer"), choiceList: "options",
          choicesAreLettered: true, type: "task_type",
          extra: ["duration", "domain", "sub_category", "video_id", "url"]))
    ])
}
