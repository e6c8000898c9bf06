import M3Core
import M3Engine
import M3Model
import M3Planner
import M3TestSupport
import M3Text
import Testing

/// Clip and question in, the reference's answer out.
@Suite struct GoldenAnswerTests {
  @Test(arguments: GoldenAnswer.models, GoldenAnswer.scales) func streams(model: String, scale: Int) async throws {
    let golden = try GoldenEngine(model)
    let plan = PlanRequest(frames: 3, scale: try VisualScale(tokens: scale))
    try check(await golden.answer(.golden(golden.clip, plan)), try .stream(model, scale: scale))
  }

  @Test(arguments: GoldenAnswer.models) func scalePerFrame(model: String) async throws {
    let golden = try GoldenEngine(model)
    let scales: [VisualScale] = [.tokens576, .tokens1, .tokens36]
    var request = AskRequest.golden(golden.clip)
    request.plan = .saved(
      SavedPlan(frames: scales.enumerated().map { SavedPlan.Slot(time: Double($0), scale: $1) }), budget: nil)
    let answer = try await golden.answer(request)
    #expect(answer.frames.map(\.scale) == scales)
    try check(answer, try .mixed(model))
  }

  @Test(arguments: ["llavanext", "original"], GoldenAnswer.scales) func pictures(model: String, scale: Int) async throws
  {
    let golden = try GoldenEngine(model)
    let plan = PlanRequest(frames: 1, scale: try VisualScale(tokens: scale), layout: .grid)
    let answer = try await golden.answer(.golden(golden.wide, plan))
    #expect(answer.layout == .grid && answer.frames.map(\.index) == [0])
    #expect(answer.nominalTokens == 5 * scale)
    try check(answer, try .anyres(model, scale: scale))
  }

  /// A model without anyres sees the picture as one crop.
  @Test func pictureAsOneCrop() async throws {
    let golden = try GoldenEngine()
    let grid = PlanRequest(frames: 1, scale: .tokens36, layout: .grid)
    let stream = PlanRequest(frames: 1, scale: .tokens36)
    let asGrid = try await golden.answer(.golden(golden.wide, grid))
    #expect(asGrid.visualTokens == 36)
    #expect(try await golden.answer(.golden(golden.wide, stream)).tokens == asGrid.tokens)
  }

  /// Questions one after another on one engine give what fresh engines give.
  @Test func questionsDoNotTouchEachOther() async throws {
    let shared = try GoldenEngine()
    let fine = AskRequest.golden(shared.clip, PlanRequest(frames: 3, scale: .tokens144))
    let coarse = AskRequest.golden(shared.clip, PlanRequest(frames: 3, scale: .tokens1), question: "Who is it?")
    for request in [fine, coarse, fine] {
      #expect(try await shared.answer(request).tokens == GoldenEngine().answer(request).tokens)
    }
  }

  /// Questions at the same time are answered one after another.
  @Test func questionsAtOnce() async throws {
    let golden = try GoldenEngine()
    let request = AskRequest.golden(golden.clip, PlanRequest(frames: 3, scale: .tokens36))
    async let first = golden.answer(request)
    async let second = golden.answer(request)
    let expected = try GoldenAnswer.stream("llava15", scale: 36).ids
    #expect(try await [first.tokens, second.tokens] == [expected, expected])
  }

  private func check(_ answer: Answer, _ expected: GoldenAnswer) throws {
    #expect(answer.visualTokens == expected.visualTokens)
    #expect(answer.damagedFrames == 0 && answer.lostFrames == 0)
    #expect(answer.seed == nil && answer.choice == nil && answer.options == nil)
    #expect(answer.finish == (answer.tokens.count == 16 ? .length : .stop))
    #expect(answer.model.hash.count == 64 && answer.model.name == expected.folder)
    if expected.isCertain { #expect(answer.tokens == expected.ids) }
    let tokenizer = try Tokenizer(path: "\(expected.folder)/tokenizer.model")
    #expect(answer.answer == (try tokenizer.decode(answer.tokens.filter { $0 != tokenizer.endID })))
  }
}
