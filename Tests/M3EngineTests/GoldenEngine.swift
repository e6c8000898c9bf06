import M3Core
import M3Engine
import M3Model
import M3Planner
import M3TestSupport
import M3Text
import Synchronization

/// An engine with one of the golden checkpoints, and the requests that tests make of it.
struct GoldenEngine {
  let name: String
  let engine: VideoEngine

  init(_ name: String = "llava15", precision: Precision = .auto, stopwatch: Stopwatch = .counting) throws {
    self.name = name
    engine = try VideoEngine(
      checkpoint: try Checkpoint.open(Goldens.path(name)), precision: precision, stopwatch: stopwatch)
  }

  var clip: String { Goldens.path("\(name)/clip.mkv") }
  var wide: String { Goldens.path("\(name)/wide.png") }
  /// 96 frames, H.264.
  static let movie = Goldens.path("../../samples/clips/first.mp4")

  /// All events of an answer; throws what stops it.
  func events(_ request: AskRequest) async throws -> [AnswerEvent] {
    var events: [AnswerEvent] = []
    for try await event in engine.answer(request) { events.append(event) }
    return events
  }

  func answer(_ request: AskRequest) async throws -> Answer {
    guard case .answer(let answer) = try await events(request).last else { throw NoAnswer() }
    return answer
  }

  struct NoAnswer: Error {}
}

extension AskRequest {
  /// A greedy answer of a few tokens.
  static func golden(
    _ clip: String, _ plan: PlanRequest = PlanRequest(), question: String = GoldenAnswer.question,
    choices: [String] = [], tokens: Int = 16
  ) -> AskRequest {
    AskRequest(
      clip: [clip], question: Question(text: question, choices: choices), plan: .request(plan),
      decoding: DecodingOptions(maxTokens: tokens))
  }
}

extension Stopwatch {
  /// Goes on by one every time it is read.
  static var counting: Stopwatch {
    let reads = Reads()
    return Stopwatch { Double(reads.count.add(1, ordering: .relaxed).newValue) }
  }

  private final class Reads: Sendable { let count = Atomic<Int>(0) }
}

extension AnswerEvent {
  /// A word for the kind of event.
  var kind: String {
    switch self {
    case .clip: "clip"
    case .plan: "plan"
    case .progress(let stage, _, _): stage.rawValue
    case .text: "text"
    case .answer: "answer"
    }
  }
}
