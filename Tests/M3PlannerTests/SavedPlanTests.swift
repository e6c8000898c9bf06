import Foundation
import M3Core
import Testing

@testable import M3Planner

@Suite struct SavedPlanTests {
  let planner = Planner(clip: clip(seconds: 4), processing: oneCrop)

  @Test func aPlanComesBackFromItsOwnJSON() throws {
    let plan = try planner.plan(PlanRequest(frames: 7, scale: .tokens36))
    let saved = try JSONDecoder.m3.decode(SavedPlan.self, from: JSONEncoder.m3.encode(plan))
    let again = try planner.plan(saved, budget: TokenBudget(tokens: 2880))
    #expect(again.frames == plan.frames)
    #expect(again.visualTokens == plan.visualTokens)
    #expect(again.layout == plan.layout)
  }

  @Test func scalesMayDifferByFrameAndOrderIsTime() throws {
    let saved = SavedPlan(frames: [
      .init(time: 2, scale: .tokens576), .init(index: 0, scale: .tokens1), .init(time: 3.999, scale: .tokens36),
    ])
    let plan = try planner.plan(saved, budget: nil)
    #expect(plan.frames.map(\.index) == [0, 50, 99])
    #expect(plan.frames.map(\.scale) == [.tokens1, .tokens576, .tokens36])
    #expect(plan.visualTokens == 613)
    #expect(plan.uniformScale == nil)
  }

  @Test(arguments: [
    (#"{"frames":[]}"#, "no frames"),
    (#"{"frames":[{"scale":36}]}"#, "neither an index nor a time"),
    (#"{"frames":[{"index":100,"scale":36}]}"#, "0 to 99"),
    (#"{"frames":[{"index":-1,"scale":36}]}"#, "0 to 99"),
    (#"{"frames":[{"time":4.5,"scale":36}]}"#, "lasts 4.0 s"),
    (#"{"schema":9,"frames":[{"index":0,"scale":36}]}"#, "schema 9"),
    (#"{"layout":"grid","frames":[{"index":0,"scale":36},{"index":1,"scale":9}]}"#, "mixes 9, 36"),
  ])
  func refuses(json: String, says: String) throws {
    let saved = try JSONDecoder.m3.decode(SavedPlan.self, from: Data(json.utf8))
    let error = #expect(throws: PlanError.self) { try planner.plan(saved, budget: nil) }
    #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
  }

  @Test func refusesScalesThatAreNone() {
    #expect(throws: (any Error).self) {
      try JSONDecoder.m3.decode(SavedPlan.self, from: Data(#"{"frames":[{"index":0,"scale":100}]}"#.utf8))
    }
  }

  @Test func refusesToBreakTheBudget() throws {
    let saved = SavedPlan(frames: [.init(index: 0, scale: .tokens576)])
    #expect(throws: PlanError.overBudget(tokens: 576, budget: 500)) {
      try planner.plan(saved, budget: TokenBudget(tokens: 500))
    }
  }
}
