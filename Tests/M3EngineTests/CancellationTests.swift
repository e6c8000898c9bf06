import M3Core
import M3Planner
import M3TestSupport
import Testing

@testable import M3Engine

/// Whoever loses interest at any stage stops the work, and the engine goes on with the next question.
@Suite struct CancellationTests {
  @Test(arguments: ["clip", "plan", "read", "encode", "prefill", "decode", "text"], Layout.allCases)
  func endsAtTheNextStep(kind: String, layout: Layout) async throws {
    let golden = try GoldenEngine("llavanext")
    let plan = PlanRequest(
      budget: try TokenBudget(tokens: 3000), frames: 24, scale: layout == .stream ? .tokens64 : .tokens576,
      layout: layout)
    let request = AskRequest.golden(GoldenEngine.movie, plan)
    let engine = golden.engine
    let task = Task { () -> [String] in
      var after: [String] = []
      do {
        var isCancelled = false
        try await engine.run(request) { event in
          if isCancelled { after.append(event.kind) }
          guard event.kind == kind, !isCancelled else { return }
          isCancelled = true
          unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        }
        Issue.record("an answer came all the same")
      } catch is CancellationError {}
      return after
    }
    let after = try await task.value
    // A step is finished before the next one asks: a plan after the clip, a batch of frames, a token.
    #expect(!after.contains("answer") && !after.contains("prefill"), "\(after)")
    #expect(after.count <= 1, "\(after)")
    let small = AskRequest.golden(golden.clip, PlanRequest(frames: 3, scale: .tokens36))
    #expect(try await golden.answer(small).tokens == GoldenAnswer.stream("llavanext", scale: 36).ids)
  }

  /// The reader of the events goes away, or its task is cancelled.
  @Test func readersMayLeave() async throws {
    let golden = try GoldenEngine()
    let long = AskRequest.golden(GoldenEngine.movie, PlanRequest(frames: 40, scale: .tokens64), tokens: 512)
    for try await event in golden.engine.answer(long) {
      if case .plan = event { break }
    }
    let engine = golden.engine
    let reader = Task {
      for try await _ in engine.answer(long) { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
    }
    try await reader.value
    let small = AskRequest.golden(golden.clip, PlanRequest(frames: 3, scale: .tokens36))
    #expect(try await golden.answer(small).tokens == GoldenAnswer.stream("llava15", scale: 36).ids)
  }
}
