import M3Core

extension Dataset {
  /// IntentQA (Li et al., ICCV 2023): NExT-QA's videos, questions about intentions.
  static let intentQA = Dataset(
    name: "intentqa", title: "five options on the intentions of people in everyday videos", kind: .video,
    metrics: [.intentQA, .choice],
    source: "annotations: github.com/JoseponLee/IntentQA, datasets; videos: Google Drive link there",
    licence: "none stated", mediaFiles: "{video_id}.mp4",
    splits: [Split("val", rows: 2044), Split("test", rows: 2134), Split("train", rows: 12119)],
    forms: [
      .table(
        "original", prompt: .igvlmChoice, layout: .csv,
        files: Dictionary(
          uniqueKeysWithValues: ["train", "val", "test"].map { ($0, DatasetForm.File("\($0).csv")) }),
        fields: FieldTable(
          key: ["video_id", "qid"], media: "video_id", answer: .index("answer"), choices: fiveOptions, type: "type",
          extra: ["action", "lemma", "lemma_id"])),
      .table(
        "igvlm", prompt: .igvlmChoice, layout: .csv, files: ["val": DatasetForm.File("IntentQA.csv")],
        fields: FieldTable.igvlm(choices: 5), adjust: keyByVideo),
    ])
}
