import FoundationEssentials
import M3Core

extension Dataset {
  /// AI2D (Kembhavi et al., ECCV 2016): one JSON file a diagram; the test split is a list of diagrams.
  static let ai2d = Dataset(
    name: "ai2d", title: "four options on school diagrams", kind: .image, metrics: [.choice],
    source: "allenai.org/data/diagrams", licence: "CC BY-SA", mediaFiles: "images/{n}.png",
    splits: [Split("test", rows: 3088), Split("all")],
    forms: [
      DatasetForm(
        name: "original", prompt: .letter,
        files: [
          "test": [DatasetForm.File("questions"), DatasetForm.File("ai2d_test_ids.csv")],
          "all": [DatasetForm.File("questions")],
        ], read: readAI2D)
    ])

  @Sendable
  private static func readAI2D(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    var wanted: Set<String>?
    if let file = try input.optionalFile(1) {
      let lines = String(decoding: file.bytes[file.start...], as: UTF8.self).split(whereSeparator: \.isNewline)
      wanted = Set(lines.map { String($0.filter { !$0.isWhitespace }) })
    }
    let folder = input.paths[0] ?? ""
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted()
    } catch {
      throw EvaluateError.unreadable(path: folder, reason: "it is not a folder of question files")
    }
    for name in names {
      let number = name.prefix { $0 != "." }
      guard wanted?.contains(String(number)) ?? true else { continue }
      let file = try AnnotationFile(path: URL(filePath: folder).appending(path: name).path, limit: 16 << 20)
      var scanner = JSONScanner(file)
      let diagram = try scanner.value()
      guard case .string(let image)? = diagram["imageName"] else {
        throw EvaluateError.badField(
          file: file.name, line: 1, field: "imageName", expected: "a text", found: diagram.summary)
      }
      try AnnotationLayout.members(at: ["questions"]).forEachRow(of: file) { row in
        try collector.take(row) {
          let choices = try row.texts("answerTexts")
          let index = try row.index("correctAnswer", of: choices)
          return QuestionRecord(
            key: try row.text("questionId"), dataset: input.dataset, split: input.split.name, media: image,
            kind: .image, question: row.id ?? "", choices: choices, answerIndex: index, answers: [choices[index]])
        }
      }
    }
  }
}
