import M3Core

extension Dataset {
  /// MM-Vet (Yu et al., ICML 2024) in LLaVA's form; answers of `mm-vet.json` where it is there, scored by a judge only.
  static let mmVet = Dataset(
    name: "mm-vet", title: "open questions that need several abilities at once", kind: .image, metrics: [.judge],
    source: "github.com/yuweihao/MM-Vet; LLaVA's eval.zip for its questions", licence: "CC BY-NC 4.0",
    mediaFiles: "images/{image}", splits: [Split("test", rows: 218)],
    forms: [
      DatasetForm(
        name: "llava", prompt: .verbatim,
        files: ["test": [DatasetForm.File("llava-mm-vet.jsonl"), DatasetForm.File("mm-vet.json", isOptional: true)]]
      ) { input, collector in
        var answers = AnnotationJoin<(answer: String, abilities: [String])>()
        let file = try input.optionalFile(1)
        if let file {
          try AnnotationLayout.members(at: []).forEachRow(of: file) { row in
            try answers.insert((try row.text("answer"), try row.texts("capability")), id: row.id ?? "", row: row)
          }
        }
        try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
          try collector.take(row) {
            var record = try FieldTable.llava().record(row, dataset: input.dataset, split: input.split.name)
            guard file != nil else { return record }
            guard let found = answers.take("v1_\(record.key)") else { throw SkippedRow(reason: "no answer has its id") }
            record.answers = [found.answer]
            record.type = found.abilities.joined(separator: " ")
            return record
          }
        }
        if let note = answers.note { collector.notes.append(note) }
      }
    ])
}
