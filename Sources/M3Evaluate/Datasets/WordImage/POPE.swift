import M3Core

extension Dataset {
  /// POPE (Li et al., EMNLP 2023), which asks whether there is such an object in the picture.
  ///
  /// Ids repeat in the three categories, so the key is `category_id`.
  static let pope = Dataset(
    name: "pope", title: "yes or no: is this object in the picture", kind: .image, metrics: [.pope],
    source: "github.com/AoiDragon/POPE, output/coco; pictures: COCO val2014", licence: "MIT; pictures of COCO",
    mediaFiles: "COCO_val2014_*.jpg",
    splits: [Split("all", rows: 9000)] + popeCategories.map { Split($0, rows: 3000) },
    forms: [
      DatasetForm(
        name: "llava", prompt: .verbatim,
        files: ["all": [DatasetForm.File("llava_pope_test.jsonl")] + popeCategories.map(popeFile)], read: readLLaVAPope),
      DatasetForm(
        name: "original", prompt: .shortAnswer,
        files: ["all": popeCategories.map(popeFile)].merging(
          popeCategories.map { ($0, [popeFile($0)]) }, uniquingKeysWith: { first, _ in first }), read: readPope),
    ])

  static let popeCategories = ["random", "popular", "adversarial"]

  private static func popeFile(_ category: String) -> DatasetForm.File {
    DatasetForm.File("coco_pope_\(category).json", "coco/coco_pope_\(category).json")
  }

  private static func popeRecord(_ row: AnnotationRow, _ category: String, _ input: FormInput) throws -> QuestionRecord
  {
    let fields = FieldTable(
      key: ["question_id"], media: "image", kind: .image, question: "text", answer: .text("label"))
    var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
    guard record.answers == ["yes"] || record.answers == ["no"] else {
      throw row.bad("label", "`yes` or `no`", try row.raw("label"))
    }
    record.type = category
    record.key = "\(category)_\(record.key)"
    return record
  }

  @Sendable
  private static func readPope(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    let categories = input.paths.count > 1 ? popeCategories : [input.split.name]
    for (position, category) in categories.enumerated() {
      try AnnotationLayout.json.forEachRow(of: input.file(position)) { row in
        try collector.take(row) { try popeRecord(row, category, input) }
      }
    }
  }

  /// LLaVA's prompts, with the labels of the original files: joined by category and id, and only where picture and
  /// object agree, since POPE's lists were made more than once.
  @Sendable
  private static func readLLaVAPope(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    var labels = AnnotationJoin<QuestionRecord>()
    for (position, category) in popeCategories.enumerated() {
      try AnnotationLayout.json.forEachRow(of: input.file(position + 1)) { row in
        let record = try popeRecord(row, category, input)
        try labels.insert(record, id: record.key, row: row)
      }
    }
    try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
      try collector.take(row) {
        var record = try FieldTable.llava(key: ["category", "question_id"]).record(
          row, dataset: input.dataset, split: input.split.name)
        guard let label = labels.take(record.key) else { throw SkippedRow(reason: "no label has its category and id") }
        guard record.question.popeObject == label.question.popeObject, record.media == label.media else {
          throw SkippedRow(reason: "the label of its id belongs to another question")
        }
        record.answers = label.answers
        return record
      }
    }
    if let note = labels.note { collector.notes.append(note) }
  }
}

extension String {
  /// The words before `in the image`, which LLaVA's file misspells once.
  fileprivate var popeObject: Substring {
    self[..<(firstRange(of: " in the im")?.lowerBound ?? endIndex)]
  }
}
