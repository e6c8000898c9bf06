import M3Core
import M3Engine

/// Scores a run's answers under its metric; open questions of a multiple choice metric by normalised equality.
struct RunScorer: Sendable {
  private let metric: AnswerScorer
  private let open: AnswerScorer
  /// Multiple choice and open questions stand side by side, so that each needs a number of its own.
  private let isMixed: Bool
  private let scoring: OptionScoring

  /// - Throws: `EvaluateError.badResults` for a metric that needs what is not there.
  init(_ name: MetricName, records: [QuestionRecord], scoring: OptionScoring, wups: WUPS?) throws(EvaluateError) {
    metric = try AnswerScorer(metric: name, wups: wups)
    open = try AnswerScorer(metric: name.readsOptions ? .normalised : name, wups: wups)
    isMixed = name == .choice && records.contains { $0.choices.isEmpty } && records.contains { !$0.choices.isEmpty }
    self.scoring = scoring
  }

  /// - Parameters:
  ///   - said: the answer's text; nil when there is none.
  ///   - letter: the option that it was read as.
  func score(_ record: QuestionRecord, said: String?, letter: String?) -> ScoredSample {
    let index = letter.flatMap { letter in record.choices.indices.first { PromptForm.letter($0) == letter } }
    // A rule that reads the letter from the text is given the letter.
    let text = scoring == .likelihood && !record.choices.isEmpty ? letter : said
    var scored = (record.choices.isEmpty ? open : metric).score(record, text: text, choice: index)
    if isMixed { scored.labels.append(record.choices.isEmpty ? "open questions" : "multiple choice") }
    return scored
  }
}

extension MetricName {
  /// Whether the metric counts options and nothing else.
  fileprivate var readsOptions: Bool {
    switch self {
    case .choice, .nextQA, .intentQA, .star, .videoMME, .circular, .scienceQA: true
    default: false
    }
  }
}

extension Dataset {
  /// The first of the dataset's metrics that can be computed offline; a judge's verdicts are another step.
  ///
  /// - Parameter hasWordNet: WUPS can be computed.
  public func offlineMetric(hasWordNet: Bool) -> MetricName {
    metrics.first { $0 != .judge && (hasWordNet || $0 != .wups) } ?? .normalised
  }
}
