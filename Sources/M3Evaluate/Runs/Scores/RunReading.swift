import M3Core
import M3Engine
import M3Text

/// Reads a run's answers again from their texts, by the rules that its settings name: numbers follow the program's rules
/// of today and not those of the day on which the answers were given.
public struct RunReading: Sendable {
  private let settings: RunSettings
  private let records: [String: QuestionRecord]
  private let scorer: RunScorer
  private let parser: ChoiceParser

  /// - Parameters:
  ///   - source: the run's questions.
  ///   - wups: for the metric of that name.
  /// - Throws: `EvaluateError.badResults` for a metric that needs what is not there, or rules that are not known here.
  public init(settings: RunSettings, source: RunSource, wups: WUPS? = nil) throws(EvaluateError) {
    guard let parser = ChoiceParser(rawValue: settings.parser) else {
      throw .badResults(reason: "the run's rule for letters, \(settings.parser), is not known here")
    }
    self.settings = settings
    records = source.records
    self.parser = parser
    let all = records.values.sorted { (source.places[$0.key] ?? 0) < (source.places[$1.key] ?? 0) }
    let order = RunOrder(all, limit: settings.limit, shard: settings.shard, plans: settings.plans.count)
    scorer = try RunScorer(settings.metric, records: order.records, scoring: settings.scoring, wups: wups)
  }

  /// The sample as it is read now; nil for one whose question is not at hand.
  func read(_ sample: RunSample) -> RunSample? {
    guard let record = records[sample.key] else { return nil }
    var read = sample
    // A choice by likelihood is no reading of a text.
    if settings.scoring == .letter { read.choice = letter(record, sample.prediction) }
    let scored = scorer.score(record, said: sample.prediction, letter: read.choice)
    (read.score, read.outcome, read.labels) = (scored.score, scored.outcome, scored.labels)
    (read.said, read.truth, read.unit, read.group) = (scored.said, scored.truth, scored.unit, scored.group)
    return read
  }

  private func letter(_ record: QuestionRecord, _ prediction: String?) -> String? {
    guard record.choices.count >= 2, let prediction else { return nil }
    let text = settings.template.hasPrefix("igvlm_") ? IGVLMPrompt.answer(in: prediction) : prediction
    guard case .option(let index) = parser.parse(text, optionCount: record.choices.count) else { return nil }
    return PromptForm.letter(index)
  }
}
