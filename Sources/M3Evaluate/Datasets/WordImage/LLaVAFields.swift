import M3Core

extension FieldTable {
  /// LLaVA's question file: `question_id, image, text[, category]`; the text holds the instructions already.
  static func llava(key: [String] = ["question_id"], repeats: AnnotationCollector.Repeats = .refused) -> FieldTable {
    FieldTable(
      key: key, media: "image", kind: .image, question: "text", answer: .none, type: "category", repeats: repeats)
  }
}
