import M3Core
import M3Engine
import M3Model
import M3Planner
import M3TestSupport
import M3Text
import M3Video
import Testing

/// What cannot be answered is refused before any work, with the numbers.
@Suite struct RefusalTests {
  /// The error, and the events before it.
  private func refusal(
    _ golden: GoldenEngine, _ request: AskRequest
  ) async -> (error: (any Error)?, events: [String]) {
    var events: [String] = []
    do {
      for try await event in golden.engine.answer(request) { events.append(event.kind) }
    } catch {
      return (error, events)
    }
    return (nil, events)
  }

  @Test func contextOverflow() async throws {
    let golden = try GoldenEngine()
    let budget = try TokenBudget(tokens: 5000)
    let plan = PlanRequest(budget: budget, frames: 8, scale: .tokens576)
    let (error, events) = await refusal(golden, .golden(GoldenEngine.movie, plan, tokens: 100))
    #expect(events == ["clip", "plan"])
    guard case .contextOverflow(let visual, let text, let answer, let context) = error as? EngineError else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(visual == 4608 && answer == 100 && context == 4096 && (30...60).contains(text))
    let message = try #require(error as? EngineError).message
    for number in [visual, text, answer, visual + text + answer, context] { #expect(message.contains("\(number)")) }
    // The hint's budget is the largest that fits.
    let fitting = context - text - answer
    #expect((error as? EngineError)?.hint?.contains("--budget \(fitting)") == true)
    let request = AskRequest.golden(
      golden.clip, PlanRequest(budget: try TokenBudget(tokens: fitting), frames: 3, scale: .tokens1), tokens: 100)
    #expect(await refusal(golden, request).error == nil)
  }

  @Test func answersThatAreTooLong() async throws {
    let golden = try GoldenEngine()
    let (error, events) = await refusal(golden, .golden(golden.clip, tokens: 5000))
    #expect(events == ["clip", "plan"])
    #expect((error as? EngineError)?.hint?.contains("--max-tokens") == true)
  }

  @Test(arguments: ["", " ", "\n\t "]) func emptyQuestions(question: String) async throws {
    let (error, events) = await refusal(try GoldenEngine(), .golden("nowhere.mp4", question: question))
    #expect(error as? EngineError == .emptyQuestion)
    #expect(events.isEmpty)
  }

  @Test func missingClips() async throws {
    let (error, events) = await refusal(try GoldenEngine(), .golden("nowhere.mp4"))
    #expect((error as? VideoError)?.message.contains("nowhere.mp4") == true)
    #expect(events.isEmpty)
  }

  @Test func budgetsThatHoldNothing() async throws {
    let golden = try GoldenEngine("llavanext")
    let plan = PlanRequest(budget: try TokenBudget(tokens: 6), frames: 1, scale: .tokens1, layout: .grid)
    let (error, events) = await refusal(golden, .golden(golden.wide, plan))
    guard case .budgetTooSmall(6, 1, .tokens1, .grid, let smallest) = error as? PlanError else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(smallest == 7)
    #expect(events == ["clip"])
  }

  @Test func oneChoice() async throws {
    let golden = try GoldenEngine()
    let (error, _) = await refusal(golden, .golden(golden.clip, choices: ["a dog"]))
    #expect(error is TextError)
  }

  /// Messages and hints, with one and with several.
  @Test(arguments: [
    (EngineError.nothingSeen(clip: "a\u{1B}.mp4", frames: 1), "a\\u{1B}.mp4: the planned frame could not be decoded"),
    (.nothingSeen(clip: "a.mp4", frames: 3), "a.mp4: none of the 3 planned frames could be decoded"),
    (.emptyQuestion, "the question is empty"),
    (
      .contextOverflow(visual: 5, text: 4, answer: .max, context: 4096),
      "5 visual + 4 text + up to 9223372036854775807 answer tokens, the model's context holds 4096"
    ),
  ]) func messages(error: EngineError, message: String) {
    #expect(error.message == message)
    #expect(error.hint != nil)
  }
}
