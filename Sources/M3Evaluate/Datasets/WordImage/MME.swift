import FoundationEssentials
import M3Core
import M3Text

extension Dataset {
  /// MME (Fu et al., 2023) in LLaVA's form: two yes-or-no questions a picture.
  ///
  /// `question_id` is the picture's path and repeats; the key is the path and the question's number. The answers stand
  /// beside the pictures of MME's release, one text file a picture: `question<TAB>answer`.
  static let mme = Dataset(
    name: "mme", title: "yes or no on fourteen abilities, two questions a picture", kind: .image, metrics: [.mme],
    source: "release by request (github.com/BradyFU/Awesome-Multimodal-Large-Language-Models); LLaVA's eval.zip",
    licence: "research", mediaFiles: "MME_Benchmark_release_version/{image}",
    splits: [Split("test", rows: 2374)],
    forms: [
      DatasetForm(
        name: "llava", prompt: .verbatim,
        files: [
          "test": [
            DatasetForm.File("llava_mme.jsonl"), DatasetForm.File("MME_Benchmark_release_version", isOptional: true),
          ]
        ], read: readMME)
    ])

  @Sendable
  private static func readMME(_ input: FormInput, _ collector: inout AnnotationCollector) throws {
    var seen: [String: Int] = [:]
    var labels: [String: [String: String]] = [:]
    try AnnotationLayout.json.forEachRow(of: input.file(0)) { row in
      try collector.take(row) {
        var record = try FieldTable.llava().record(row, dataset: input.dataset, split: input.split.name)
        let number = seen[record.media, default: 0]
        seen[record.media] = number + 1
        record.key = "\(record.media)_\(number)"
        guard let folder = input.paths[1] else { return record }
        if labels[record.media] == nil { labels[record.media] = try mmeLabels(folder, record.media) }
        let question = record.question.replacing(ShortAnswer.instruction, with: "")
        guard let label = labels[record.media]?[question.plainMMEQuestion] else {
          throw SkippedRow(reason: "MME's release has no answer to its question")
        }
        record.answers = [label]
        return record
      }
    }
  }

  /// Answers by question, from the text file beside a picture or in `questions_answers_YN`.
  private static func mmeLabels(_ folder: String, _ image: String) throws(EvaluateError) -> [String: String] {
    let url = URL(filePath: folder).appending(path: image).deletingPathExtension()
    let category = url.deletingLastPathComponent()
    let candidates = [category, category.appending(path: "questions_answers_YN")].map {
      $0.appending(path: url.lastPathComponent + ".txt").path
    }
    guard let path = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else { return [:] }
    let file = try AnnotationFile(path: path, limit: 1 << 20)
    var labels: [String: String] = [:]
    let lines = String(decoding: file.bytes[file.start...], as: UTF8.self).split(whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      let answer = parts.last.map { $0.lowercased().filter(\.isLetter) } ?? ""
      guard parts.count == 2, answer == "yes" || answer == "no" else {
        throw .malformed(
          file: path, line: number + 1, expected: "a question, a tab, and Yes or No", found: "`\(line.prefix(60))`")
      }
      labels[String(parts[0]).plainMMEQuestion] = answer
    }
    return labels
  }
}

extension String {
  /// Without the instruction that MME's own files append, and without the blanks around it.
  fileprivate var plainMMEQuestion: String {
    let text = replacing("Please answer yes or no.", with: "")
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
