public import M3Core

/// Scores answers under one metric.
///
/// Letters of multiple choice are read elsewhere: their index comes in as `choice`. MMMU and ScienceQA have readings of
/// their own, which are applied here.
public struct AnswerScorer: Sendable {
  /// How an option that stands twice is credited.
  public enum Ties: String, Codable, Sendable {
    /// By index: only the very option is right.
    case index
    /// By text, as IG-VLM does: its twin is right as well.
    case text
  }

  public let metric: MetricName
  public let ties: Ties
  private let wups: WUPS?

  /// - Parameter wups: needed for `MetricName.wups`.
  /// - Throws: `EvaluateError.badResults` for the metric of a judge, and for WUPS without its measure.
  public init(metric: MetricName, ties: Ties = .index, wups: WUPS? = nil) throws(EvaluateError) {
    guard metric != .judge else { throw .badResults(reason: "a judge's verdicts are not computed offline") }
    guard metric != .wups || wups != nil else { throw .badResults(reason: "WUPS needs WordNet") }
    self.metric = metric
    self.ties = ties
    self.wups = wups
  }

  /// The score of an answer.
  ///
  /// - Parameters:
  ///   - text: what the model said, or nil when there is no answer.
  ///   - choice: the option that the answer was read as; nil where it could not be read or for open questions.
  public func score(_ record: QuestionRecord, text: String?, choice: Int? = nil) -> ScoredSample {
    var sample = ScoredSample(
      key: record.key, group: record.group, labels: TypeLabels.labels(of: record, metric: metric), score: 0,
      outcome: .failed, unit: unit(of: record))
    if metric == .pope || metric == .mme { sample.truth = record.answers.first?.lowercased() == "yes" }
    guard record.answerIndex != nil || !record.answers.isEmpty else {
      sample.outcome = .unscored
      return sample
    }
    guard let text else { return sample }
    let value = value(record, text, choice, &sample)
    sample.outcome = value == nil ? .unparsed : .read
    sample.score = value ?? 0
    return sample
  }

  /// 0...1, or nil for an answer that cannot be read.
  private func value(_ record: QuestionRecord, _ text: String, _ choice: Int?, _ sample: inout ScoredSample) -> Double?
  {
    switch metric {
    case .choice, .nextQA, .intentQA, .star, .videoMME, .circular: return option(record, choice)
    case .scienceQA:
      return option(record, ScienceQAAnswer.choice(text.trimmedBlanks, choices: record.choices.count))
    case .mmmu:
      guard record.choices.isEmpty else { return option(record, MMMUChoice.choice(text, choices: record.choices)) }
      return hasWords(text) ? (MMMUOpen.isCorrect(text, answers: record.answers) ? 1 : 0) : nil
    case .pope, .mme:
      sample.said = metric == .pope ? YesNoAnswer.pope(text) : YesNoAnswer.mme(text)
      return sample.said.map { $0 == sample.truth ? 1 : 0 }
    default: return hasWords(text) ? open(record, text) : nil
    }
  }

  private func open(_ record: QuestionRecord, _ text: String) -> Double {
    switch metric {
    case .vqa: VQAAccuracy.score(text, answers: record.answers)
    case .anls: ANLS.score(text, answers: record.answers)
    case .relaxed: RelaxedAccuracy.isCorrect(text, answers: record.answers) ? 1 : 0
    case .wups: wups?.score(text, answers: record.answers, type: record.type) ?? 0
    case .normalised:
      record.answers.contains { PlainAnswer.normalised($0) == PlainAnswer.normalised(text) } ? 1 : 0
    default: record.answers.contains(text.trimmedBlanks) ? 1 : 0
    }
  }

  private func option(_ record: QuestionRecord, _ choice: Int?) -> Double? {
    guard let choice, record.choices.indices.contains(choice) else { return nil }
    guard let right = record.answerIndex, record.choices.indices.contains(right) else { return 0 }
    return choice == right || (ties == .text && record.choices[choice] == record.choices[right]) ? 1 : 0
  }

  private func hasWords(_ text: String) -> Bool { text.contains { !$0.isWhitespace } }

  private func unit(of record: QuestionRecord) -> String? {
    switch metric {
    case .circular: record.group
    case .mme: record.media
    default: nil
    }
  }
}
