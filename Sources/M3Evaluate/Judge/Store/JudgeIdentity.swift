/// Who judges: what a verdict depends on beside the answer, so that verdicts of two judges never stand in one number.
public struct JudgeIdentity: Codable, Equatable, Sendable {
  /// Host and port of the endpoint; nothing else of its address, which may hold secrets.
  public var host: String
  /// The model as it is asked for.
  public var model: String
  /// Of the prompt's words.
  public var prompt: String
  /// Nil for the endpoint's own, as the published protocol leaves it.
  public var temperature: Double?

  public init(host: String, model: String, prompt: JudgePrompt, temperature: Double? = nil) {
    self.host = host
    self.model = model
    self.prompt = prompt.version
    self.temperature = temperature
  }

  /// What differs, as "judge's model: a then, b now".
  func differences(from earlier: JudgeIdentity) -> [String] {
    func text(_ temperature: Double?) -> String { temperature.map { "\($0)" } ?? "the endpoint's own" }
    return [
      ("host", earlier.host, host), ("model", earlier.model, model), ("prompt", earlier.prompt, prompt),
      ("temperature", text(earlier.temperature), text(temperature)),
    ].filter { $0.1 != $0.2 }.map { "judge's \($0.0): \($0.1) then, \($0.2) now" }
  }
}

/// judge.json: who judges a run's answers, written before the first verdict.
struct JudgeCard: Codable {
  /// Version of this layout on disk, and of judge.jsonl's.
  static let currentSchema = 1

  var schema = currentSchema
  var identity: JudgeIdentity
}
