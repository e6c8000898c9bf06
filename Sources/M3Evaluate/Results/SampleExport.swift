import Foundation
import M3Core
import M3Engine

/// A run's samples in a form that other programs read.
public struct SampleExport: Sendable {
  public let format: SampleFormat
  private let folder: RunFolder
  private let card: RunCard
  private let source: RunSource
  /// Only answers under this plan; nil for all.
  private let plan: String?

  /// - Parameter plan: of a sweep, by name; lmms-eval's form has room for one.
  /// - Throws: `EvaluateError.cannotExport` for a plan that the run does not have, a sweep without a plan or questions that
  ///   are not at hand where the form needs them.
  public init(
    _ folder: RunFolder, card: RunCard, source: RunSource, format: SampleFormat, plan: String? = nil
  ) throws(EvaluateError) {
    (self.folder, self.card, self.source, self.format, self.plan) = (folder, card, source, format, plan)
    let names = card.settings.plans.compactMap(\.name)
    if let plan, !names.contains(plan) {
      throw .cannotExport(
        folder: folder.path,
        reason: names.isEmpty
          ? "the run has one plan without a name"
          : "the run has no plan `\(plan)`, only \(names.joined(separator: ", "))")
    }
    guard format == .lmmsEval else { return }
    guard plan != nil || !card.settings.isSweep else {
      throw .cannotExport(
        folder: folder.path,
        reason: "this form holds one answer a question; choose a plan: \(names.joined(separator: ", "))")
    }
    guard !source.records.isEmpty else {
      throw .cannotExport(
        folder: folder.path,
        reason: "this form holds the words of the questions; \(source.problems.joined(separator: "; "))")
    }
  }

  /// Hands out the text piece by piece, in the order of the samples.
  ///
  /// - Throws: `EvaluateError`: a damaged sample, a question that the annotations lack; what the closure throws.
  public func write(_ body: (String) throws -> Void) throws {
    if format == .csv { try body(CSVText.line(Self.columns)) }
    let wording = QuestionWording(prompt: card.settings.prompt, style: .standard, scoring: card.settings.scoring)
    try folder.forEachSample { sample in
      if let plan, sample.plan != plan { return }
      let record = source.records[sample.key]
      switch format {
      case .csv: try body(CSVText.line(Self.row(sample, record)))
      case .jsonl: try body(Self.line(WordedSample(sample: sample, record: record)))
      case .lmmsEval:
        guard let record else {
          throw EvaluateError.cannotExport(
            folder: folder.path, reason: "the annotations have no question \(sample.key)")
        }
        try body(
          Self.line(
            LMMSEvalSample(
              sample: sample, record: record, place: source.places[sample.key] ?? sample.number,
              input: wording.question(record).question.text, metric: card.settings.metric.rawValue)))
      }
    }
  }

  private static func line(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder.m3.encode(value), as: UTF8.self) + "\n"
  }

  /// The header of the CSV.
  static let columns =
    [
      "number", "key", "plan", "clip", "group", "type", "question", "choices", "right_choice", "answers", "prediction",
      "choice", "score", "outcome", "layout", "frames", "scale", "visual_tokens", "prompt_tokens",
    ] + Stage.allCases.map { "seconds_\($0.rawValue)" } + ["seconds_total", "error"]

  private static func row(_ sample: RunSample, _ record: QuestionRecord?) -> [String] {
    func text(_ value: Int?) -> String { value.map(String.init) ?? "" }
    func list(_ values: [String]?) -> String {
      guard let values, !values.isEmpty, let data = try? JSONEncoder.m3.encode(values) else { return "" }
      return String(decoding: data, as: UTF8.self)
    }
    func time(_ seconds: Double?) -> String { seconds.map { "\(($0 * 1e4).rounded() / 1e4)" } ?? "" }
    let seconds = sample.seconds
    return [
      "\(sample.number)", sample.key, sample.plan ?? "", sample.media, sample.group, sample.type ?? "",
      record?.question ?? "", list(record?.choices), record?.answerIndex.map { PromptForm.letter($0) } ?? "",
      list(record?.answers), sample.prediction ?? "", sample.choice ?? "", "\(sample.score)", sample.outcome.rawValue,
      sample.layout?.rawValue ?? "", text(sample.frames), text(sample.scale), text(sample.visualTokens),
      text(sample.promptTokens),
    ] + Stage.allCases.map { time(seconds?[$0]) } + [time(seconds?.total), sample.error ?? ""]
  }
}

/// A sample with the words of its question.
private struct WordedSample: Encodable {
  let sample: RunSample
  let record: QuestionRecord?

  private enum CodingKeys: String, CodingKey { case question, choices, answerIndex, answers }

  func encode(to encoder: any Encoder) throws {
    try sample.encode(to: encoder)
    guard let record else { return }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(record.question, forKey: .question)
    if !record.choices.isEmpty { try container.encode(record.choices, forKey: .choices) }
    try container.encodeIfPresent(record.answerIndex, forKey: .answerIndex)
    if !record.answers.isEmpty { try container.encode(record.answers, forKey: .answers) }
  }
}
