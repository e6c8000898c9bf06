import M3Core

extension Dataset {
  /// SEED-Bench (Li et al., CVPR 2024); video questions are asked of the middle frame, as LLaVA does.
  static let seedBench = Dataset(
    name: "seed-bench", title: "four options on pictures and middle frames of videos", kind: .image,
    metrics: [.choice], source: "huggingface.co/datasets/AILab-CVC/SEED-Bench", licence: "CC BY-NC 4.0",
    mediaFiles: "SEED-Bench-image/{data_id}; frames named by question id for videos",
    splits: [Split("image", rows: 14233), Split("video", rows: 5009), Split("all", rows: 19242)],
    forms: [
      DatasetForm(
        name: "original", prompt: .letter,
        files: Dictionary(
          uniqueKeysWithValues: ["image", "video", "all"].map { ($0, [DatasetForm.File("SEED-Bench.json")]) })
      ) { input, collector in
        let fields = FieldTable(
          key: ["question_id"], media: "data_id", kind: .image, answer: .letter("answer"),
          choices: ["choice_a", "choice_b", "choice_c", "choice_d"], type: "question_type_id", extra: ["data_type"])
        try AnnotationLayout.list(at: ["questions"]).forEachRow(of: input.file(0)) { row in
          let kind = try row.text("data_type")
          guard input.split.name == "all" || input.split.name == kind else { return }
          try collector.take(row) {
            try fields.record(row, dataset: input.dataset, split: input.split.name)
          }
        }
      }
    ])
}
