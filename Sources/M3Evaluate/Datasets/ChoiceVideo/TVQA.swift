import M3Core

extension Dataset {
  /// TVQA (Lei et al., EMNLP 2018): questions about a stretch of a TV clip.
  static let tvqa = Dataset(
    name: "tvqa", title: "five options about a stretch of a TV scene", kind: .video, metrics: [.choice],
    source: "annotations: github.com/jayleicn/TVQA; frames after a signed agreement",
    licence: "annotations MIT; frames by agreement",
    mediaFiles: "{vid_name}: a folder of frames at 3 a second, or {vid_name}.mp4",
    splits: [Split("val", rows: 15253), Split("test-public", rows: 7623), Split("train", rows: 122_039)],
    forms: [
      .table(
        "original", prompt: .igvlmChoice, layout: .json,
        files: ["val": DatasetForm.File("tvqa_val.jsonl"), "train": DatasetForm.File("tvqa_train.jsonl")],
        fields: tvqaFields(.index("answer_idx"))),
      .table(
        "original", prompt: .igvlmChoice, layout: .json,
        files: ["test-public": DatasetForm.File("tvqa_test_public.jsonl")], fields: tvqaFields(.none)),
      .table(
        "igvlm", prompt: .igvlmChoice, layout: .csv, files: ["val": DatasetForm.File("TVQA.csv")],
        fields: FieldTable.igvlm(choices: 5)),
    ])

  private static func tvqaFields(_ answer: FieldTable.Answer) -> FieldTable {
    FieldTable(
      key: ["qid"], media: "vid_name", question: "q", answer: answer, choices: fiveOptions, span: "ts",
      extra: ["show_name"])
  }
}
