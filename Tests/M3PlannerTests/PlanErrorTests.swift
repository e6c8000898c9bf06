import M3Core
import Testing

@testable import M3Planner

@Suite struct PlanErrorTests {
  @Test(
    arguments: [
      (
        PlanError.budgetTooSmall(budget: 5, frames: 6, scale: .tokens1, layout: .grid, smallest: 7),
        "a budget of 5 visual tokens cannot hold 6 frames at 1 token in a grid; the smallest that can is 7",
        "--budget 7"
      ),
      (.overBudget(tokens: 576, budget: 500), "the plan holds 576 visual tokens, the budget is 500", "--budget 576"),
      (
        .tooManyCells(frames: 65, most: 64), "a collage of 65 frames is too large; it holds at most 64",
        "--layout stream"
      ),
      (.mixedGrid(scales: [.tokens9, .tokens36]), "a grid has one scale, the plan mixes 9, 36", "--layout stream"),
      (.invalid(.illegalScale(found: 100)), "100 is not a scale", "1, 9, 36, 144, 576"),
      (.invalid(.invalidPlan(reason: "it has no frames")), "the plan is not valid: it has no frames", nil),
    ] as [(PlanError, String, String?)])
  func says(error: PlanError, message: String, hint: String?) {
    #expect(error.message.hasPrefix(message))
    #expect(hint == nil ? error.hint == nil : error.hint?.contains(hint ?? "") == true)
  }
}
