import M3Core

extension Dataset {
  /// ChartQA (Masry et al., ACL 2022): questions by people and questions made from captions.
  ///
  /// Questions have no ids; the key is the picture's name and the question's number among those of the picture.
  static let chartQA = Dataset(
    name: "chartqa", title: "open questions about charts", kind: .image, metrics: [.relaxed],
    source: "github.com/vis-nlp/ChartQA, ChartQA Dataset/test", licence: "GPL-3.0", mediaFiles: "png/{imgname}",
    splits: [Split("test", rows: 2500), Split("test-human", rows: 1250), Split("test-augmented", rows: 1250)],
    forms: [
      DatasetForm(
        name: "original", prompt: .singleWord,
        files: [
          "test": [chartFile("human"), chartFile("augmented")], "test-human": [chartFile("human")],
          "test-augmented": [chartFile("augmented")],
        ]
      ) { input, collector in
        for (position, path) in input.paths.enumerated() {
          let type =
            switch input.split.name {
            case "test-human": "human"
            case "test-augmented": "augmented"
            default: position == 0 ? "human" : "augmented"
            }
          var seen: [String: Int] = [:]
          guard path != nil else { continue }
          let fields = FieldTable(
            key: ["imgname"], media: "imgname", kind: .image, question: "query", answer: .text("label"))
          try AnnotationLayout.json.forEachRow(of: input.file(position)) { row in
            try collector.take(row) {
              var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
              record.type = type
              let number = seen[record.media, default: 0]
              seen[record.media] = number + 1
              record.key = "\(type)_\(record.media)_\(number)"
              return record
            }
          }
        }
      }
    ])

  private static func chartFile(_ type: String) -> DatasetForm.File {
    DatasetForm.File("test_\(type).json", "test/test_\(type).json")
  }
}
