import M3Core
import M3Engine
import M3Planner
import Synchronization

@testable import M3Evaluate

/// Answers from the question's text alone, so that runs can be tested without a model; it counts what it is asked.
final class StandIn: QuestionAnswerer {
  /// What stops it.
  struct Stop: ExplainedError {
    var message: String { "this clip does not decode" }
  }

  let replies = Mutex(0)
  let prepared = Mutex<[Int]>([])
  /// Ends the run after so many replies, as a kill would.
  let dies: Int?
  /// Clips that fail.
  let broken: String?

  init(dies: Int? = nil, broken: String? = nil) {
    self.dies = dies
    self.broken = broken
  }

  func prepare(_ requests: [AskRequest]) async throws -> StageSeconds {
    prepared.withLock { $0.append(requests.count) }
    var seconds = StageSeconds()
    seconds[.encode] = 1
    return seconds
  }

  func reply(to request: AskRequest) async throws -> Answer {
    let count = replies.withLock {
      $0 += 1
      return $0
    }
    if let dies, count > dies { throw CancellationError() }
    if let broken, request.clip.first?.contains(broken) == true { throw Stop() }
    let text = request.question.choices.isEmpty ? "a \(request.question.text.utf8.count)" : "A"
    guard case .request(let plan) = request.plan else { throw Stop() }
    let slot = FramePlan.Slot(index: 0, time: 0, scale: plan.scale ?? .tokens9)
    return Answer(
      answer: text, tokens: [1], finish: .stop, choice: request.question.choices.isEmpty ? nil : "A",
      options: nil, clip: request.clip, question: request.question.text, layout: plan.layout, frames: [slot],
      visualTokens: slot.scale.tokens, nominalTokens: slot.scale.tokens, budget: plan.budget.tokens, promptTokens: 40,
      damagedFrames: 0, lostFrames: 0, seed: nil, seconds: StageSeconds(), model: Answer.Model(name: "m", hash: "h"))
  }
}
