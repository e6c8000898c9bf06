import M3Core
import M3Engine
import M3Model
import M3Planner
import M3TestSupport
import M3Text
import Testing

/// Several questions about one clip, answered together: each gets the answer that it gets alone.
@Suite struct TogetherTests {
  private static let questions = [
    "what?", "Who is it?", "Where is the thing that moves first?", "how many", "Is it red, or blue, or green?", "why",
    "what happens then?", "And last?", "name a colour", "which one is left",
  ]

  /// Open questions and some with options, greedy and drawn by seeds of their own, long and short, two styles.
  private func requests(_ golden: GoldenEngine, _ plan: PlanRequest) -> [AskRequest] {
    Self.questions.enumerated().map { place, question in
      let choices = place % 4 == 3 ? ["a dog", "a cat", "no one"] : []
      var request = AskRequest.golden(
        golden.clip, plan, question: question, choices: choices, tokens: 3 + 7 * (place % 5))
      if place % 3 == 1 { request.decoding.sampling = Sampling(temperature: 1.5, topP: 0.9, seed: UInt64(place)) }
      // Stops at the end of a line, which is a string that a drawn answer comes to.
      if place >= 7 {
        request.prompt = .conversation(.plain)
        request.decoding = DecodingOptions(maxTokens: 300, sampling: Sampling(temperature: 1.5, seed: UInt64(place)))
      }
      return request
    }
  }

  /// Without times.
  private func timeless(_ reply: Result<Answer, any Error>) -> Result<Answer, Message> {
    switch reply {
    case .success(var answer):
      answer.seconds = StageSeconds()
      return .success(answer)
    case .failure(let error): return .failure(Message(text: "\(error)"))
    }
  }

  private struct Message: Error, Equatable { let text: String }

  private func alone(_ golden: GoldenEngine, _ requests: [AskRequest]) async -> [Result<Answer, Message>] {
    var replies: [Result<Answer, any Error>] = []
    for request in requests {
      do { replies.append(.success(try await golden.engine.reply(to: request))) } catch {
        replies.append(.failure(error))
      }
    }
    return replies.map(timeless)
  }

  @Test(arguments: GoldenAnswer.models, [Precision.float32, .bfloat16, .int8, .int4])
  func theAnswersAreThoseOfEachAlone(model: String, precision: Precision) async throws {
    let golden = try GoldenEngine(model, precision: precision)
    let requests = requests(golden, PlanRequest(frames: 3, scale: .tokens9))
    let expected = await alone(try GoldenEngine(model, precision: precision), requests)
    let found = await golden.engine.replies(to: requests).map(timeless)
    #expect(found == expected)
    let answers = try found.map { try $0.get() }
    #expect(Set(answers.map(\.tokens.count)).count > 3, "answers of different lengths")
    // One of these models, in Float32, happens to say no stop string.
    #expect(precision == .float32 || answers.contains { $0.finish == .stop })
    #expect(answers.contains { $0.finish == .length })
    #expect(answers.count { $0.options != nil } == 2)
  }

  /// What fails fails alone: an empty question, one too long for the context, a clip that is not there, one letter for
  /// two options.
  @Test func failuresStayAlone() async throws {
    let golden = try GoldenEngine()
    let plan = PlanRequest(frames: 3, scale: .tokens36)
    var requests = requests(golden, plan)
    requests.insert(.golden(golden.clip, plan, question: " "), at: 1)
    requests.insert(.golden(golden.clip, plan, tokens: 1 << 20), at: 3)
    requests.insert(.golden("nowhere.mp4", plan), at: 6)
    requests.insert(.golden(golden.clip, plan, choices: ["same", "same"]), at: 7)
    let found = await golden.engine.replies(to: requests).map(timeless)
    let expected = await alone(try GoldenEngine(), requests)
    #expect(found == expected)
    #expect(found.indices.filter { if case .failure = found[$0] { true } else { false } } == [1, 3, 6, 7])
  }

  /// Requests that share no prefix: other plans, other clips, options that are scored.
  @Test func whatDiffersIsAnsweredApart() async throws {
    let golden = try GoldenEngine()
    var requests: [AskRequest] = []
    for plan in [PlanRequest(frames: 3, scale: .tokens9), PlanRequest(frames: 2, scale: .tokens36)] {
      requests += self.requests(golden, plan).prefix(3)
      var scored = AskRequest.golden(golden.clip, plan, choices: ["a dog", "two black cats and a mouse", "x"])
      scored.scoring = .likelihood
      requests += [scored, scored]
      requests.append(.golden(golden.wide, plan))
      requests += self.requests(golden, plan).suffix(2)
    }
    let expected = await alone(try GoldenEngine(), requests)
    #expect(await golden.engine.replies(to: requests).map(timeless) == expected)
  }

  /// A prefix is read for the first question of a group; a step's seconds are shared.
  @Test func secondsAreDivided() async throws {
    let golden = try GoldenEngine()
    let plan = PlanRequest(frames: 3, scale: .tokens36)
    let requests = (0..<4).map { AskRequest.golden(golden.clip, plan, question: "what \($0)?", tokens: 9) }
    let answers = try await golden.engine.replies(to: requests).map { try $0.get() }
    #expect(answers[0].seconds[.encode] > 0 && answers[0].seconds[.load] > 0)
    #expect(answers.dropFirst().allSatisfy { $0.seconds[.encode] == 0 && $0.seconds[.load] == 0 })
    // The counting clock goes on by one a reading: a common step takes one, a fourth for each while all four go on.
    #expect(answers.allSatisfy { $0.seconds[.prefill] == 1 })
    let steps = answers.map { $0.tokens.count - 1 }
    let decode = answers.reduce(0) { $0 + $1.seconds[.decode] }
    #expect(abs(decode - Double(4 + (steps.max() ?? 0))) < 1e-9)
  }

  @Test func cancellationStopsAll() async throws {
    let golden = try GoldenEngine()
    let requests = requests(golden, PlanRequest(frames: 3, scale: .tokens9))
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return await golden.engine.replies(to: requests)
    }
    let replies = await task.value
    #expect(replies.count == requests.count)
    for reply in replies { #expect(throws: CancellationError.self) { try reply.get() } }
    // The engine is as good as before.
    let expected = await alone(try GoldenEngine(), requests)
    #expect(await golden.engine.replies(to: requests).map(timeless) == expected)
  }

  @Test func nothingAsked() async throws {
    #expect(try await GoldenEngine().engine.replies(to: []).isEmpty)
  }
}
