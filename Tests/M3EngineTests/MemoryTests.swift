import Foundation
import M3Core
import M3Model
import M3Planner
import M3TestSupport
import M3Text
import M3Video
import Testing

@testable import M3Engine

/// A further question about a clip computes nothing again, and answers as a fresh engine does.
@Suite struct MemoryTests {
  private let clip = [Goldens.path("llavanext/clip.mkv")]

  private func engine(memory: Int = 1 << 30) throws -> VideoEngine {
    try VideoEngine(
      checkpoint: Checkpoint.open(Goldens.path("llavanext")), memory: memory, stopwatch: Stopwatch { 0 })
  }

  private func request(
    _ question: String, _ plan: PlanRequest, exchanges: [Conversation.Exchange] = []
  ) -> AskRequest {
    AskRequest(
      clip: clip, question: Question(text: question), exchanges: exchanges, plan: .request(plan),
      decoding: DecodingOptions(maxTokens: 6))
  }

  /// The answer, and how many crops were encoded and prompt tokens read for it.
  private func ask(_ engine: VideoEngine, _ request: AskRequest) async throws -> (answer: Answer, crops: Int, read: Int)
  {
    var crops = 0
    var first: Int?
    var last = 0
    var answer: Answer?
    for try await event in engine.answer(request) {
      switch event {
      case .progress(.encode, let done, _): crops = done
      case .progress(.prefill, let done, _):
        first = first ?? done
        last = done
      case .answer(let whole): answer = whole
      default: break
      }
    }
    return (try #require(answer), crops, last)
  }

  @Test(arguments: [
    PlanRequest(frames: 3, scale: .tokens36), PlanRequest(frames: 3, scale: .tokens9, layout: .grid),
  ])
  func theSecondQuestionEncodesNothing(plan: PlanRequest) async throws {
    let engine = try engine()
    #expect(try await ask(engine, request("What happens in this video?", plan)).crops > 0)
    let second = try await ask(engine, request("how many times did it flash?", plan))
    #expect(second.crops == 0)
    let fresh = try await ask(try self.engine(), request("how many times did it flash?", plan))
    #expect(second.answer.tokens == fresh.answer.tokens)
    #expect(second.answer.visualTokens == fresh.answer.visualTokens)
    #expect(second.answer.frames == fresh.answer.frames)
  }

  /// Coarser plans follow from what was kept; finer ones do not.
  @Test func coarserPlansAreFree() async throws {
    let engine = try engine()
    let question = "What happens in this video?"
    _ = try await ask(engine, request(question, PlanRequest(frames: 3, scale: .tokens144)))
    for (scale, crops) in [(VisualScale.tokens36, 0), (.tokens1, 0), (.tokens576, 3), (.tokens64, 0)] {
      let plan = PlanRequest(frames: 3, scale: scale)
      let seen = try await ask(engine, request(question, plan))
      #expect(seen.crops == crops, "\(scale)")
      let fresh = try await ask(try self.engine(), request(question, plan))
      #expect(seen.answer.tokens == fresh.answer.tokens, "\(scale)")
    }
  }

  @Test func withoutMemoryEverythingIsSeenAgain() async throws {
    let engine = try engine(memory: 0)
    let plan = PlanRequest(frames: 3, scale: .tokens36)
    _ = try await ask(engine, request("What happens in this video?", plan))
    #expect(try await ask(engine, request("What happens in this video?", plan)).crops == 3)
  }

  /// Earlier exchanges stand in the prompt; the visual prefix is the same.
  @Test func aConversationGoesOn() async throws {
    let engine = try engine()
    let plan = PlanRequest(frames: 3, scale: .tokens36)
    let first = try await ask(engine, request("What happens in this video?", plan))
    let exchanges = [Conversation.Exchange(question: "What happens in this video?", answer: first.answer.answer)]
    let second = try await ask(engine, request("a red circle?", plan, exchanges: exchanges))
    #expect(second.crops == 0)
    #expect(second.answer.promptTokens > first.answer.promptTokens)
    let fresh = try await ask(try self.engine(), request("a red circle?", plan, exchanges: exchanges))
    #expect(second.answer.tokens == fresh.answer.tokens)
  }

  /// A longer answer than the kept state has room for gets a larger one.
  @Test func theKeptStateGrows() async throws {
    let engine = try engine()
    let plan = PlanRequest(frames: 3, scale: .tokens36)
    var long = request("What happens in this video?", plan)
    _ = try await ask(engine, long)
    long.decoding.maxTokens = 600
    let grown = try await ask(engine, long)
    let fresh = try await ask(try self.engine(), long)
    #expect(grown.answer.tokens == fresh.answer.tokens)
  }

  /// A file that was replaced under its name is another clip, also when its size is the same.
  @Test func replacedFilesAreSeenAgain() async throws {
    let folder = try TemporaryFolder()
    let engine = try engine()
    var wanted = request("What happens in this video?", PlanRequest(frames: 3, scale: .tokens1))
    wanted.clip = [folder.path("clip.mkv")]
    try folder.copy(clip[0], as: "clip.mkv")
    #expect(try await ask(engine, wanted).crops == 3)
    #expect(try await ask(engine, wanted).crops == 0)
    try FileManager.default.removeItem(atPath: folder.path("clip.mkv"))
    try folder.copy(clip[0], as: "clip.mkv")
    #expect(try await ask(engine, wanted).crops == 3)
    try FileManager.default.removeItem(atPath: folder.path("clip.mkv"))
    await #expect(throws: VideoError.self) { try await ask(engine, wanted) }
    try folder.copy(GoldenEngine.movie, as: "clip.mkv")
    let other = try await ask(engine, wanted)
    #expect(other.answer.frames.last?.index != 2)
  }
}
