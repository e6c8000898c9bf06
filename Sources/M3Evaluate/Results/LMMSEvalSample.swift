import Crypto
import Foundation
import M3Core

/// One line of lmms-eval's sample log: the fields that its tracker writes, the metric under its own name, and what
/// only this program knows under `m3_video`.
struct LMMSEvalSample: Encodable {
  let sample: RunSample
  let record: QuestionRecord
  /// The question's place in the task.
  let place: Int
  /// The question as it was worded.
  let input: String
  let metric: String

  /// What lmms-eval has no field for.
  private struct Extra: Encodable {
    var key: String
    var plan: String?
    var outcome: SampleOutcome
    var frames: Int?
    var visualTokens: Int?
    var error: String?
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    let reply = sample.prediction ?? ""
    let filtered = sample.choice ?? reply
    try container.encode(place, forKey: "doc_id")
    try container.encode(try hash(), forKey: "doc_hash")
    try container.encode(input, forKey: "input")
    try container.encode(target, forKey: "target")
    try container.encode([filtered], forKey: "filtered_resps")
    // Its tracker leaves the raw replies out where the filter changed nothing.
    if filtered != reply { try container.encode([[reply]], forKey: "resps") }
    try container.encode(sample.score, forKey: Name(metric))
    try container.encode(
      Extra(
        key: sample.key, plan: sample.plan, outcome: sample.outcome, frames: sample.frames,
        visualTokens: sample.visualTokens, error: sample.error), forKey: "m3_video")
  }

  /// The right letter, or the first accepted answer; lmms-eval writes targets as text.
  private var target: String {
    if !record.choices.isEmpty, let index = record.answerIndex { return PromptForm.letter(index) }
    return record.answers.first ?? ""
  }

  /// SHA-256 of the question.
  private func hash() throws -> String {
    SHA256.hash(data: try JSONEncoder.m3.encode(record))
      .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  private struct Name: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init(stringLiteral value: String) { stringValue = value }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
