public import M3Core
import M3Model
import M3Planner
import M3Text
import M3Video

extension VideoEngine {
  /// Answers a question; the last event holds the whole answer.
  ///
  /// The stream throws what stops the work: `VideoError`, `PlanError`, `ModelError`, `TextError`, `EngineError`, or
  /// `CancellationError`.
  public nonisolated func answer(_ request: AskRequest) -> AsyncThrowingStream<AnswerEvent, any Error> {
    AsyncThrowingStream { continuation in
      let task = Task {
        do {
          try await self.run(request) { continuation.yield($0) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  /// Answers a question and returns the whole answer; for callers with many questions and no audience.
  ///
  /// - Throws: as the stream of `answer(_:)`.
  public func reply(to request: AskRequest) throws -> Answer {
    var found: Answer?
    try run(request) { if case .answer(let answer) = $0 { found = answer } }
    guard let found else { throw CancellationError() }
    return found
  }

  /// The whole way from clip to answer, each stage once.
  ///
  /// - Throws: what stops the work; `CancellationError` soon after the task is cancelled.
  func run(_ request: AskRequest, report: (AnswerEvent) -> Void) throws {
    let asked = try see(request, report: report)
    var seconds = asked.seconds
    let said = try decode(asked, seconds: &seconds, report: report)
    report(.answer(answer(asked, said, seconds)))
  }

  /// The way from clip to prompt.
  ///
  /// - Parameter earlier: a question that was seen just before; what was seen for it is not gathered again where this
  ///   one wants the same.
  func see(_ request: AskRequest, after earlier: Asked? = nil, report: (AnswerEvent) -> Void) throws -> Asked {
    var request = request
    request.scoring = request.scoring ?? checkpoint.configuration.optionScoring
    guard request.question.text.contains(where: { !$0.isWhitespace }) else { throw EngineError.emptyQuestion }
    var seconds = StageSeconds()
    let clip = try timed(.probe, &seconds) { try open(request.clip, request.limits) }
    try Task.checkCancellation()
    report(.clip(clip.info))
    let plan = try self.plan(request, clip: clip.info)
    report(.plan(plan))

    let tokenizer = try tokenizer(&seconds)
    let prompt = try PreparedPrompt(request, tokenizer: tokenizer)
    try prompt.check(
      visual: plan.visualTokens, answer: request.decoding.maxTokens,
      context: checkpoint.configuration.shape.language.context)
    try Task.checkCancellation()
    let model = try model(&seconds)
    let seen =
      if let earlier, earlier.showsAll(of: clip.identity, plan, for: request) {
        earlier.seen
      } else {
        try look(at: clip, plan: plan, request: request, model: model, seconds: &seconds, report: report)
      }
    return Asked(
      request: request, clip: clip.identity, plan: plan, prompt: prompt, seen: seen, model: model,
      tokenizer: tokenizer, seconds: seconds)
  }

  func answer(_ asked: Asked, _ said: Said, _ seconds: StageSeconds) -> Answer {
    let (request, plan, seen) = (asked.request, asked.plan, asked.seen)
    return Answer(
      answer: said.text, tokens: said.ids, finish: said.finish, choice: said.choice, options: said.options,
      clip: request.clip, question: request.question.text, layout: plan.layout, frames: seen.slots,
      visualTokens: asked.visualTokens, nominalTokens: plan.nominalTokens, budget: plan.budget,
      promptTokens: asked.promptTokens, damagedFrames: seen.damaged, lostFrames: seen.lost,
      seed: request.decoding.sampling.temperature > 0 ? request.decoding.sampling.seed : nil, seconds: seconds,
      model: Answer.Model(name: checkpoint.folder, hash: checkpoint.fingerprint))
  }

  func plan(_ request: AskRequest, clip: ClipInfo) throws -> FramePlan {
    let planner = Planner(
      clip: clip, processing: checkpoint.configuration.imageProcessing, bounds: request.bounds)
    switch request.plan {
    case .request(let wanted): return try planner.plan(wanted)
    case .saved(let saved, let budget): return try planner.plan(saved, budget: budget)
    }
  }
}
