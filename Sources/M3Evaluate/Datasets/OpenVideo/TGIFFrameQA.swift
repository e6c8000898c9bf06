import M3Core

extension Dataset {
  /// The FrameQA task of TGIF-QA (Jang et al., CVPR 2017).
  ///
  /// The sheet that IG-VLM bundles repeats question ids (7,132 for 13,691 rows), so the key is the row's own `vid_id`.
  static let tgifFrameQA = Dataset(
    name: "tgif-frameqa", title: "open questions about one frame of an animated picture", kind: .video,
    metrics: [.exact, .normalised, .judge], source: "github.com/YunseokJANG/tgif-qa", licence: "research",
    mediaFiles: "{gif_name}.gif", splits: [Split("test", rows: 13691)],
    forms: [
      .table(
        "original", prompt: .igvlmOpen, layout: .tsv, files: ["test": DatasetForm.File("Test_frameqa_question.csv")],
        fields: FieldTable(
          key: ["vid_id"], media: "gif_name", answer: .text("answer"), type: "type", extra: ["key", "description"],
          repeats: .numbered)
      ) { record, _ in record.type = record.type.map(tgifType) },
      .table(
        "igvlm", prompt: .igvlmOpen, layout: .csv,
        files: ["test": DatasetForm.File("TGIF_FrameQA.csv", "igvlm_TGIF_FrameQA.csv")], fields: tgifSheet
      ) { record, _ in record.type = record.type.map(tgifType) },
    ])

  private static let tgifSheet: FieldTable = {
    var fields = FieldTable.igvlm(key: ["video_id"])
    fields.repeats = .numbered
    return fields
  }()

  @Sendable
  private static func tgifType(_ number: String) -> String {
    switch number {
    case "0": "object"
    case "1": "number"
    case "2": "color"
    case "3": "location"
    default: number
    }
  }
}
