import M3Core
import M3Engine
import M3Model
import M3Planner
import M3TestSupport
import M3Text
import Testing

/// How the tokens of an answer are chosen, and where it ends.
@Suite struct SamplingTests {
  private func tokens(_ golden: GoldenEngine, _ sampling: Sampling, limit: Int = 24) async throws -> Answer {
    var request = AskRequest.golden(golden.clip, PlanRequest(frames: 3, scale: .tokens36))
    request.decoding = DecodingOptions(maxTokens: limit, sampling: sampling)
    return try await golden.answer(request)
  }

  @Test func sameSeedSameText() async throws {
    let golden = try GoldenEngine()
    let first = try await tokens(golden, Sampling(temperature: 1.5, seed: 7))
    let again = try await tokens(GoldenEngine(), Sampling(temperature: 1.5, seed: 7))
    #expect(first.answer == again.answer && first.tokens == again.tokens)
    #expect(first.seed == 7)
    let other = try await tokens(golden, Sampling(temperature: 1.5, seed: 8))
    #expect(other.tokens != first.tokens)
  }

  @Test func temperatureDraws() async throws {
    let golden = try GoldenEngine()
    let greedy = try await tokens(golden, .greedy)
    #expect(Array(greedy.tokens.prefix(16)) == (try GoldenAnswer.stream("llava15", scale: 36).ids))
    #expect(greedy.seed == nil)
    // Next to none, or next to nothing left to choose from: the best token always.
    #expect(try await tokens(golden, Sampling(temperature: 1e-6, seed: 3)).tokens == greedy.tokens)
    #expect(try await tokens(golden, Sampling(temperature: 2, topP: 1e-9, seed: 3)).tokens == greedy.tokens)
    #expect(try await tokens(golden, Sampling(temperature: 5, seed: 3)).tokens != greedy.tokens)
  }

  @Test func theLongestAnswer() async throws {
    let golden = try GoldenEngine()
    for limit in [1, 2, 5] {
      let answer = try await tokens(golden, .greedy, limit: limit)
      #expect(answer.tokens.count == limit && answer.finish == .length)
    }
  }

  /// An answer ends before the first of the template's stop strings, although the model would go on.
  @Test func stopStringsEndTheAnswer() async throws {
    let golden = try GoldenEngine()
    var request = AskRequest.golden(golden.clip, PlanRequest(frames: 3, scale: .tokens36), tokens: 400)
    request.decoding.sampling = Sampling(temperature: 1.5, seed: 1)
    // Of the templates only this one stops at a single common character: the end of a line.
    request.prompt = .conversation(.plain)
    let cut = try await golden.answer(request)
    #expect(cut.finish == .stop)
    #expect(!cut.answer.contains("\n"))
    #expect(cut.tokens.count < 400)
  }
}
