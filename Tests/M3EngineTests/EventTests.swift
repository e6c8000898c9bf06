import M3Core
import M3Engine
import M3Planner
import M3TestSupport
import Testing

/// What happens on the way to an answer, in which order.
@Suite struct EventTests {
  @Test(arguments: Layout.allCases) func eventsComeInOrder(layout: Layout) async throws {
    let golden = try GoldenEngine("llavanext")
    let request = AskRequest.golden(golden.clip, PlanRequest(frames: 3, scale: .tokens9, layout: layout))
    let events = try await golden.events(request)
    var kinds: [String] = []
    for event in events where kinds.last != event.kind { kinds.append(event.kind) }
    #expect(Array(kinds.prefix(5)) == ["clip", "plan", "read", "encode", "prefill"])
    #expect(kinds.last == "answer" && kinds.count { $0 == "answer" } == 1)
    #expect(Set(kinds.dropFirst(5).dropLast()) == ["text", "decode"])

    guard case .clip(let info) = events[0], case .plan(let plan) = events[1], case .answer(let answer) = events.last
    else { throw GoldenEngine.NoAnswer() }
    #expect(info.frameCount == 3 && plan.frames == answer.frames && plan.visualTokens == answer.visualTokens)
    let said = events.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    #expect(said == answer.answer)
  }

  /// Progress never goes back, never past the end, and reaches it.
  @Test(arguments: Layout.allCases) func progressGoesForward(layout: Layout) async throws {
    let golden = try GoldenEngine("llavanext")
    let plan = PlanRequest(budget: .standard, frames: 20, scale: .tokens9, layout: layout)
    let events = try await golden.events(.golden(GoldenEngine.movie, plan))
    for stage in [Stage.read, .encode, .prefill] {
      let steps = events.compactMap { event -> (done: Int, total: Int)? in
        guard case .progress(stage, let done, let total) = event else { return nil }
        return (done, total)
      }
      #expect(!steps.isEmpty && steps.last.map { $0.done == $0.total } == true, "\(stage)")
      #expect(Set(steps.map(\.total)).count == 1, "\(stage)")
      #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.done < $1.done }, "\(stage)")
    }
  }

  @Test func everyStageIsTimed() async throws {
    let golden = try GoldenEngine()
    let request = AskRequest.golden(golden.clip, PlanRequest(frames: 3, scale: .tokens9))
    let first = try await golden.answer(request)
    #expect(Stage.allCases.allSatisfy { first.seconds[$0] > 0 })
    // The model is made ready once.
    #expect(try await golden.answer(request).seconds[.load] == 0)
  }

  /// Notes are what a reader must know of a model that was never trained.
  @Test func untrainedModelsSaySo() throws {
    #expect(try GoldenEngine().engine.notes.isEmpty)
  }
}
