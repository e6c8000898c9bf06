import M3Core

extension Dataset {
  /// The multiple-choice task of NExT-QA (Xiao et al., CVPR 2021).
  static let nextQA = Dataset(
    name: "next-qa", title: "five options on causes, order and description of everyday videos", kind: .video,
    metrics: [.nextQA, .choice],
    source: "annotations: github.com/doc-doc/NExT-QA, dataset/nextqa; videos: NExTVideo.zip linked there",
    licence: "annotations MIT; videos of VidOR and YFCC100M", mediaFiles: "{video}.mp4, or by map_vid_vidorID.json",
    splits: [Split("val", rows: 4996), Split("test", rows: 8564), Split("train", rows: 34132)],
    forms: [
      .table(
        "original", prompt: .igvlmChoice, layout: .csv,
        files: Dictionary(
          uniqueKeysWithValues: ["train", "val", "test"].map { ($0, DatasetForm.File("\($0).csv")) }),
        fields: nextFields),
      .table(
        "igvlm", prompt: .igvlmChoice, layout: .csv,
        files: ["val": DatasetForm.File("NExT_QA.csv", "igvlm_NExT_QA.csv")],
        fields: FieldTable.igvlm(choices: 5), adjust: keyByVideo),
    ])

  /// `qid` is unique within a video only.
  static let nextFields = FieldTable(
    key: ["video", "qid"], media: "video", answer: .index("answer"), choices: fiveOptions, type: "type",
    extra: ["frame_count", "width", "height"])

  static let fiveOptions = ["a0", "a1", "a2", "a3", "a4"]

  /// IG-VLM writes video and qid together (NExT-QA), or video, type and qid with `_` (IntentQA); the key becomes the
  /// original's `video_qid`.
  @Sendable
  static func keyByVideo(_ record: inout QuestionRecord, _ row: AnnotationRow) {
    let rest = record.key.hasPrefix(record.media) ? record.key.dropFirst(record.media.count) : record.key[...]
    record.key = "\(record.media)_\(rest.split(separator: "_").last ?? rest)"
  }
}
