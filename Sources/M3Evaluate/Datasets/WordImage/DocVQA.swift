import M3Core

extension Dataset {
  /// DocVQA (Mathew et al., WACV 2021).
  static let docVQA = Dataset(
    name: "docvqa", title: "open questions about scanned documents", kind: .image, metrics: [.anls],
    source: "rrc.cvc.uab.es, challenge 17; test scored there", licence: "registration at RRC",
    mediaFiles: "documents/*.png", splits: [Split("val", rows: 5349), Split("test", rows: 5188)],
    forms: [
      DatasetForm(
        name: "original", prompt: .shortAnswer,
        files: [
          "val": [DatasetForm.File("val_v1.0_withQT.json", "val_v1.0.json")],
          "test": [DatasetForm.File("test_v1.0.json")],
        ]
      ) { input, collector in
        let fields = FieldTable(
          key: ["questionId"], media: "image", kind: .image, answer: .none, extra: ["docId", "ucsf_document_page_no"])
        try AnnotationLayout.list(at: ["data"]).forEachRow(of: input.file(0)) { row in
          try collector.take(row) {
            var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
            if row.has("answers") { record.answers = try row.texts("answers") }
            if row.has("question_types") { record.type = try row.texts("question_types").first }
            return record
          }
        }
      }
    ])
}
