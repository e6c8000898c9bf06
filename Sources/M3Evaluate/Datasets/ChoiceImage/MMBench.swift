import M3Core

extension Dataset {
  /// MMBench (Liu et al., ECCV 2024): a table with the pictures inside, base64 in column `image`.
  ///
  /// Rows whose index is a million or more are rotations of the options of the row with the index modulo a million; a
  /// short number in the picture column names the row that has the picture.
  static let mmBench = Dataset(
    name: "mmbench", title: "up to four options on pictures, twenty abilities", kind: .image,
    metrics: [.circular, .choice], source: "github.com/open-compass/MMBench; test answers by its server",
    licence: "Apache-2.0", mediaFiles: "inside the table",
    splits: [Split("dev"), Split("test")],
    forms: [
      DatasetForm(
        name: "original", prompt: .letter,
        files: [
          "dev": [DatasetForm.File("mmbench_dev_20230712.tsv", "mmbench_dev_en_20231003.tsv", "MMBench_DEV_EN.tsv")],
          "test": [
            DatasetForm.File("mmbench_test_20230712.tsv", "mmbench_test_en_20231003.tsv", "MMBench_TEST_EN.tsv")
          ],
        ], read: readMMBench)
    ])

  /// Rotations of one question have indices that differ by multiples of it.
  static let rotationStep = 1_000_000

  @Sendable
  private static func readMMBench(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    let file = try input.file(0)
    var pictures = EmbeddedPictures(file)
    let letters = ["A", "B", "C", "D"]
    try AnnotationLayout.tsv.forEachRow(of: file) { row in
      let hasAnswer = try row.optionalText("answer") != nil
      let fields = FieldTable(
        key: ["index"], media: "index", kind: .image, answer: hasAnswer ? .letter("answer") : .none, choices: letters,
        type: "category", extra: ["source", "l2-category"], context: "hint")
      try collector.take(row) {
        var record = try fields.record(row, dataset: input.dataset, split: input.split.name)
        let index = try row.integer("index")
        guard index >= 0 else { throw row.bad("index", "a number of at least 0", .number("\(index)")) }
        record.extra["rotation"] = "\(index / rotationStep)"
        (record.media, record.group) = ("\(index % rotationStep)", "\(index % rotationStep)")
        guard pictures.add(row.bytes("image"), named: record.media) else {
          throw row.bad("image", "a picture in base64", nil)
        }
        return record
      }
    }
    collector.pictures = pictures
  }
}
