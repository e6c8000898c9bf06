import M3Core

extension Dataset {
  /// Video-ChatGPT's benchmark of generated text, as IG-VLM's sheets hold it; scored by a judge only.
  static let videoChatGPT = Dataset(
    name: "videochatgpt", title: "descriptions of ActivityNet videos in five aspects", kind: .video, metrics: [.judge],
    source: "github.com/imagegridworth/IG-VLM, data/text_generation_benchmark; origin mbzuai-oryx/Video-ChatGPT",
    licence: "sheets BSD-3-Clause; origin CC BY-NC-SA 4.0, research", mediaFiles: "v_*.mp4 of ActivityNet",
    splits: [Split("generic", rows: 1996), Split("temporal", rows: 499), Split("consistency", rows: 998)],
    forms: [
      DatasetForm(
        name: "igvlm", prompt: .igvlmOpen,
        files: [
          "generic": [DatasetForm.File("Generic_QA.csv", "igvlm_Generic_QA.csv")],
          "temporal": [DatasetForm.File("Temporal_QA.csv", "igvlm_Temporal_QA.csv")],
          "consistency": [
            DatasetForm.File("Consistency_QA1.csv", "igvlm_Consistency_QA1.csv"),
            DatasetForm.File("Consistency_QA2.csv", "igvlm_Consistency_QA2.csv"),
          ],
        ]
      ) { input, collector in
        for position in input.paths.indices {
          try AnnotationLayout.csv.forEachRow(of: input.file(position)) { row in
            try collector.take(row) {
              var record = try FieldTable.igvlm().record(row, dataset: input.dataset, split: input.split.name)
              if input.paths.count > 1 {
                record.extra["pair"] = record.key
                record.key += "_\(position + 1)"
              }
              return record
            }
          }
        }
      }
    ])
}
