import ArgumentParser
import Foundation
import M3Core
import M3Evaluate

/// The flags that say who judges open answers.
struct JudgeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Have open answers judged by an OpenAI-compatible endpoint, for instance https://api.openai.com/v1; its key comes from M3_JUDGE_KEY or OPENAI_API_KEY.",
      valueName: "url"))
  var judgeUrl: String?

  @Option(help: ArgumentHelp("The judge, by the endpoint's name of it.", valueName: "name"))
  var judgeModel: String?

  @Option(
    help: ArgumentHelp(
      "Other words for the judge: instructions, a line ---, then {question}, {answer} and {prediction}.",
      valueName: "file"))
  var judgePrompt: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The judge's temperature (default: the endpoint's own).", valueName: "number"))
  var judgeTemperature: Double?

  @Option(parsing: .unconditional, help: ArgumentHelp("Requests to the judge at a time.", valueName: "count"))
  var judgeConcurrency = 8

  @Option(parsing: .unconditional, help: ArgumentHelp("Requests before a row is given up.", valueName: "count"))
  var judgeAttempts = 6

  @Option(parsing: .unconditional, help: ArgumentHelp("The longest that a request may take.", valueName: "seconds"))
  var judgeTimeout = 120.0

  func validate() throws {
    guard (judgeUrl == nil) == (judgeModel == nil) else {
      throw ValidationError("--judge-url and --judge-model belong together")
    }
    guard judgeUrl != nil || (judgePrompt == nil && judgeTemperature == nil) else {
      throw ValidationError("--judge-prompt and --judge-temperature need --judge-url")
    }
    guard (1...64).contains(judgeConcurrency) else {
      throw ValidationError("--judge-concurrency is 1 to 64, found \(judgeConcurrency)")
    }
    guard (1...100).contains(judgeAttempts) else {
      throw ValidationError("--judge-attempts is 1 to 100, found \(judgeAttempts)")
    }
    guard judgeTimeout > 0, judgeTimeout <= 86_400 else {
      throw ValidationError("--judge-timeout is above 0 and at most 86400, found \(judgeTimeout)")
    }
    guard judgeTemperature.map((0...2).contains) ?? true else {
      throw ValidationError("--judge-temperature is 0 to 2, found \(judgeTemperature ?? 0)")
    }
  }

  /// The judge that is wanted; nil for none.
  ///
  /// - Throws: `JudgeEndpointError`, `EvaluateError` for a file of words.
  func judge() throws -> JudgeSetup? {
    guard let judgeUrl, let judgeModel else { return nil }
    let endpoint = try JudgeEndpoint(judgeUrl)
    let prompt = try judgePrompt.map { try JudgePrompt(file: $0) } ?? .standard
    return JudgeSetup(
      identity: JudgeIdentity(host: endpoint.host, model: judgeModel, prompt: prompt, temperature: judgeTemperature),
      prompt: prompt, policy: JudgePolicy(concurrency: judgeConcurrency, attempts: judgeAttempts),
      connection: NetworkJudge(endpoint, seconds: judgeTimeout))
  }
}

/// A judge, ready to be asked.
struct JudgeSetup: Sendable {
  let identity: JudgeIdentity
  let prompt: JudgePrompt
  let policy: JudgePolicy
  let connection: NetworkJudge

  /// Has the answers of a run judged, with a line of progress.
  func judge(_ folder: RunFolder, records: [String: QuestionRecord], isQuiet: Bool) async throws {
    let judging = Judging(folder, records: records, identity: identity, prompt: prompt, policy: policy)
    let line = RunProgressLine(StandardError(), isOn: !isQuiet)
    defer { line.clear() }
    try await judging.run(connection) { line.show($0) }
  }
}
