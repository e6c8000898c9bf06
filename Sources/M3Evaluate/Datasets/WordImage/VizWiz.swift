import M3Core

extension Dataset {
  /// VizWiz-VQA (Gurari et al., CVPR 2018): pictures taken by blind people; a picture has one question.
  static let vizWiz = Dataset(
    name: "vizwiz", title: "open questions of blind people about their own pictures", kind: .image, metrics: [.vqa],
    source: "vizwiz.org; test scored by EvalAI", licence: "CC BY 4.0", mediaFiles: "VizWiz_{split}_*.jpg",
    splits: [Split("test", rows: 8000), Split("val", rows: 4319), Split("train", rows: 20523)],
    forms: [
      .table(
        "llava", prompt: .verbatim, layout: .json,
        files: ["test": DatasetForm.File("llava_test.jsonl")],
        fields: FieldTable.llava(key: ["image"])),
      DatasetForm(
        name: "original", prompt: .shortOrUnanswerable,
        files: Dictionary(
          uniqueKeysWithValues: ["test", "val", "train"].map { ($0, [DatasetForm.File("\($0).json")]) })
      ) { input, collector in
        let fields = FieldTable(
          key: ["image"], media: "image", kind: .image, answer: .none, type: "answer_type", extra: ["answerable"])
        try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
          try collector.take(row) {
            var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
            guard row.has("answers") else { return record }
            record.answers = try row.list("answers").map { item in
              guard case .string(let answer)? = item["answer"] else {
                throw row.bad("answers", "entries with `answer`", item)
              }
              return answer
            }
            return record
          }
        }
      },
    ])
}
