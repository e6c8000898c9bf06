import M3Core
import M3Engine
import M3Model
import M3Planner
import M3TestSupport
import M3Text
import Testing

/// Multiple choice: lettered options, their probabilities, and the letter that the parser finds.
@Suite struct ChoiceTests {
  @Test(arguments: GoldenAnswer.models, [2, 3, 5]) func probabilitiesSumToOne(model: String, count: Int) async throws {
    let golden = try GoldenEngine(model)
    let choices = (0..<count).map { "thing \($0)" }
    let plan = PlanRequest(frames: 3, scale: .tokens9)
    let answer = try await golden.answer(.golden(golden.clip, plan, choices: choices, tokens: 4))
    let options = try #require(answer.options)
    #expect(options.map(\.text) == choices)
    #expect(options.map(\.letter) == ["A", "B", "C", "D", "E"].prefix(count).map { $0 })
    #expect(abs(options.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
    #expect(options.allSatisfy { $0.probability > 0 })
    // These models were never trained: a letter is found where one was said, and never guessed.
    let parsed = ChoiceParser.strict.parse(answer.answer, optionCount: count)
    if case .option(let index) = parsed {
      #expect(answer.choice == options[index].letter)
    } else {
      #expect(answer.choice == nil)
    }
  }

  /// The published rule finds an option in any text, the strict one does not.
  @Test func parsersDiffer() async throws {
    let golden = try GoldenEngine()
    var request = AskRequest.golden(
      golden.clip, PlanRequest(frames: 3, scale: .tokens576), choices: ["a dog", "a cat"], tokens: 4)
    let strict = try await golden.answer(request)
    #expect(strict.choice == nil)
    request.parser = .igvlm
    let published = try await golden.answer(request)
    #expect(published.tokens == strict.tokens)
    let expected = ChoiceParser.igvlm.parse(published.answer, optionCount: 2)
    if case .option(let index) = expected { #expect(published.choice == ["A", "B"][index]) }
  }

  /// The options change the prompt, so the model is asked about them.
  @Test func optionsAreInThePrompt() async throws {
    let golden = try GoldenEngine()
    let plan = PlanRequest(frames: 3, scale: .tokens9)
    let open = try await golden.answer(.golden(golden.clip, plan, tokens: 1))
    let closed = try await golden.answer(.golden(golden.clip, plan, choices: ["a dog", "a cat"], tokens: 1))
    #expect(closed.promptTokens > open.promptTokens)
    #expect(open.options == nil)
  }

  /// What an option's likelihood is judged by is the question alone: options before it would speak for themselves.
  @Test func scoredOptionsAreNotInThePrompt() async throws {
    let golden = try GoldenEngine()
    let plan = PlanRequest(frames: 3, scale: .tokens9)
    let open = try await golden.answer(.golden(golden.clip, plan, tokens: 1))
    var request = AskRequest.golden(golden.clip, plan, choices: ["a dog", "two cats"], tokens: 1)
    request.scoring = .likelihood
    let scored = try await golden.answer(request)
    #expect(scored.promptTokens == open.promptTokens)
    let best = try #require(scored.options?.max { $0.probability < $1.probability })
    #expect(scored.answer == best.text && scored.choice == best.letter)
  }
}
