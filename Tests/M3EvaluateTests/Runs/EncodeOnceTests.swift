import Foundation
import M3Core
import M3Engine
import M3Model
import M3Planner
import M3TestSupport
import M3World
import Synchronization
import Testing

@testable import M3Evaluate

/// A run encodes each crop once, whatever is asked about it.
@Suite struct EncodeOnceTests {
  /// Counts the crops that preparations and answers encode.
  private final class Counter: QuestionAnswerer {
    let engine: VideoEngine
    let inAnswers = Mutex(0)
    /// One a clip.
    let inPreparation = Mutex<[Int]>([])

    init() throws {
      engine = try VideoEngine(checkpoint: Checkpoint.open(Goldens.path("llava15")), stopwatch: Stopwatch { 0 })
    }

    func prepare(_ requests: [AskRequest]) async throws -> StageSeconds {
      inPreparation.withLock { $0.append(0) }
      return try await engine.prepare(requests) { [self] event in
        guard case .progress(.encode, let done, _) = event else { return }
        inPreparation.withLock { $0[$0.count - 1] = done }
      }
    }

    func reply(to request: AskRequest) async throws -> Answer {
      var answer: Answer?
      for try await event in engine.answer(request) {
        switch event {
        case .progress(.encode, let done, _): inAnswers.withLock { $0 += done }
        case .answer(let whole): answer = whole
        default: break
        }
      }
      return try #require(answer)
    }
  }

  private let folder: TemporaryFolder
  private let draft: RunDraft

  init() throws {
    folder = try TemporaryFolder()
    let world = folder.file("world")
    try WorldWriter(encoder: EncoderSettings(side: 64, preset: "ultrafast"))
      .write(split: .test, count: 2, folder: URL(filePath: world))
    let annotations = try Dataset.generic.read(split: "all", at: world)
    let clips = Set(annotations.records.map(\.media)).sorted()
    let records = clips.flatMap { clip in annotations.records.filter { $0.media == clip }.prefix(3) }
    draft = RunDraft(records: records, videos: world)
  }

  /// Five scales of the same two frames: two crops are encoded for a clip, and none for an answer.
  @Test func aSweepOfFiveScales() async throws {
    var sweep = draft
    let space = SweepSpace(scales: VisualScale.trained, frames: [2], budgets: [1152])
    #expect(space.plans.count == 5)
    sweep.plans = space.plans.map { RunPlan($0, budget: space.largestBudget, sampling: .midpoint) }
    let counter = try Counter()
    let progress = try await sweep.run(in: folder.file("sweep")).run(counter)
    #expect(progress.done == 2 * 3 * 5 && progress.failed == 0)
    #expect(counter.inAnswers.withLock { $0 } == 0)
    #expect(counter.inPreparation.withLock { $0 } == [2, 2])
  }

  /// Ten frames under one plan, in batches of eight: each frame is encoded, and none twice.
  @Test func anEvaluation() async throws {
    var many = draft
    many.plans = [RunPlan(PlanRequest(frames: 10, scale: .tokens9))]
    let counter = try Counter()
    try await many.run(in: folder.file("run")).run(counter)
    #expect(counter.inAnswers.withLock { $0 } == 0)
    #expect(counter.inPreparation.withLock { $0 } == [10, 10])
  }
}
