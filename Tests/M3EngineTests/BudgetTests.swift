import M3Core
import M3Engine
import M3Planner
import M3TestSupport
import Testing

/// Whatever is asked for, the prompt never holds more visual tokens than the budget.
@Suite struct BudgetTests {
  struct Request: Sendable, CustomTestStringConvertible {
    let clip: String
    let budget: Int
    let frames: Int?
    let scale: VisualScale?
    let layout: Layout

    var testDescription: String {
      "\(clip.split(separator: "/").last ?? "") \(budget) \(frames ?? 0) \(scale?.tokens ?? 0) \(layout)"
    }
  }

  static let requests: [Request] = {
    var requests: [Request] = []
    for clip in [GoldenEngine.movie, Goldens.path("llavanext/clip.mkv"), Goldens.path("llavanext/wide.png")] {
      for budget in [1, 8, 40, 200] {
        for layout in Layout.allCases {
          for frames in [nil, 1, 5] {
            for scale in [nil, VisualScale.tokens9, .tokens144] {
              requests.append(Request(clip: clip, budget: budget, frames: frames, scale: scale, layout: layout))
            }
          }
        }
      }
    }
    return requests
  }()

  @Test func neverExceeded() async throws {
    let golden = try GoldenEngine("llavanext")
    var answered = 0
    for request in Self.requests {
      let plan = PlanRequest(
        budget: try TokenBudget(tokens: request.budget), frames: request.frames, scale: request.scale,
        layout: request.layout)
      do {
        let events = try await golden.events(.golden(request.clip, plan, tokens: 1))
        guard case .plan(let made) = events[1], case .answer(let answer) = events.last else {
          throw GoldenEngine.NoAnswer()
        }
        #expect(answer.visualTokens <= request.budget, "\(request.testDescription)")
        #expect(answer.visualTokens == made.visualTokens, "\(request.testDescription)")
        answered += 1
      } catch let error as PlanError {
        // Refused, and what the refusal names as the smallest budget is larger.
        guard case .budgetTooSmall(request.budget, _, _, _, let smallest) = error else { throw error }
        #expect(smallest > request.budget, "\(request.testDescription)")
      }
    }
    #expect(answered > Self.requests.count / 3)
  }
}
