extension FieldTable {
  /// IG-VLM's sheet (imagegridworth/IG-VLM, data/*.csv; M3 bundles copies): also what its README asks of users.
  ///
  /// Columns `video_name, question, answer, question_id[, question_type][, a0..a4][, ts]`; the first column is an
  /// unnamed index; the answer of multiple choice is the option's text, its index in `answer_number` where given.
  static func igvlm(key: [String] = ["question_id"], choices: Int = 0) -> FieldTable {
    FieldTable(
      key: key, media: "video_name", answer: .text("answer", index: choices > 0 ? "answer_number" : nil),
      choices: (0..<choices).map { "a\($0)" }, type: "question_type", span: "ts")
  }
}
