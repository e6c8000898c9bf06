import M3Core

/// Walks through a run's answers that a judge can judge, sample by sample.
///
/// Open questions with a right answer, and for `consistency` pairs of them. An answer that failed is not sent: it counts
/// as wrong without a verdict.
struct JudgeFeed: ~Copyable {
  /// A sample that counts, and the questions about it: none where there is no answer to judge.
  struct Entry {
    let sample: RunSample
    let questions: [JudgeQuestion]
  }

  private let records: [String: QuestionRecord]
  private let aspects: [JudgeAspect]
  private let prompt: JudgePrompt
  private var reader: RecordReader<RunSample>
  /// First halves of pairs.
  private var halves: [String: RunSample] = [:]

  /// - Parameter records: the run's questions by key.
  init(
    _ folder: RunFolder, task: String, records: [String: QuestionRecord], prompt: JudgePrompt
  ) throws(EvaluateError) {
    self.records = records
    self.prompt = prompt
    aspects = JudgeAspect.all(of: task)
    reader = try RecordReader<RunSample>(folder.samples)
  }

  /// The next sample that counts; nil at the end.
  mutating func next() throws(EvaluateError) -> Entry? {
    while let sample = try reader.next() {
      guard let record = records[sample.key], record.choices.isEmpty, !record.answers.isEmpty else { continue }
      guard aspects == [.consistency], let pair = record.extra["pair"] else {
        return entry(sample, [sample], aspects)
      }
      guard let first = halves.removeValue(forKey: pair) else {
        halves[pair] = sample
        continue
      }
      let both = [first, sample].sorted { $0.number < $1.number }
      return entry(both[0], both, aspects)
    }
    return nil
  }

  private func entry(_ sample: RunSample, _ parts: [RunSample], _ aspects: [JudgeAspect]) -> Entry {
    let cases = parts.compactMap { part -> JudgePrompt.Case? in
      guard let record = records[part.key], let prediction = part.prediction else { return nil }
      return JudgePrompt.Case(
        question: record.question, answer: record.answers.joined(separator: " or "), prediction: prediction)
    }
    guard cases.count == parts.count else { return Entry(sample: sample, questions: []) }
    return Entry(
      sample: sample,
      questions: aspects.map {
        JudgeQuestion(number: sample.number, key: sample.key, aspect: $0, messages: prompt.messages($0, cases))
      })
  }
}
