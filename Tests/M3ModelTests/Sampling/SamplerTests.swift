import M3Core
import Testing

@testable import M3Model

@Suite struct SamplerTests {
  @Test func greedyTakesTheFirstOfTheBest() throws {
    var sampler = Sampler(.greedy, vocabulary: 5)
    #expect(try sampler.next(Logits([1, 3, 3, 2, 0])) == 1)
    #expect(try sampler.next(Logits([.nan, -5, -4, .nan, -9])) == 2)
  }

  @Test func rowsBeyondTheVocabularyAreNeverChosen() throws {
    let logits = Logits([1, 2, 100, 100])
    var greedy = Sampler(.greedy, vocabulary: 2)
    #expect(try greedy.next(logits) == 1)
    var sampler = Sampler(Sampling(temperature: 10, seed: 3), vocabulary: 2)
    for _ in 0..<100 { #expect(try sampler.next(logits) < 2) }
    #expect(abs(logits.logProbabilities(of: [1], vocabulary: 2)[0] - -0.31326) < 1e-5)
  }

  @Test(arguments: [[Float.nan, .nan], [-.infinity, -.infinity], []]) func brokenScoresAreAnError(scores: [Float]) {
    var sampler = Sampler(.greedy, vocabulary: 2)
    #expect(throws: ModelError.notANumber) { try sampler.next(Logits(scores)) }
  }

  /// How often each token comes, in so many draws.
  private func shares(_ sampling: Sampling, _ logits: Logits, draws: Int = 20_000) throws -> [Double] {
    var sampler = Sampler(sampling, vocabulary: logits.values.count)
    var counts = [Int](repeating: 0, count: logits.values.count)
    for _ in 0..<draws { counts[Int(try sampler.next(logits))] += 1 }
    return counts.map { Double($0) / Double(draws) }
  }

  /// Scores are logarithms of 0.5, 0.3, 0.15, 0.05.
  private static let logits = Logits([-0.693147, -1.203973, -1.897120, -2.995732])

  @Test(arguments: [
    (1.0, 1.0, [0.5, 0.3, 0.15, 0.05]),
    (1.0, 0.79, [0.625, 0.375, 0, 0]),
    (1.0, 0.81, [0.526, 0.316, 0.158, 0]),
    (1.0, 0.4, [1, 0, 0, 0]),
    (0.5, 1.0, [0.6849, 0.2466, 0.0616, 0.0068]),
    (2.0, 1.0, [0.3790, 0.2936, 0.2076, 0.1199]),
  ]) func sharesFollowTemperatureAndTopP(temperature: Double, topP: Double, expected: [Double]) throws {
    let found = try shares(Sampling(temperature: temperature, topP: topP, seed: 1), Self.logits)
    for (share, wanted) in zip(found, expected) {
      #expect(abs(share - wanted) < 0.015)
      if wanted == 0 { #expect(share == 0) }
    }
  }

  @Test func equalSeedsGiveEqualChoices() throws {
    func draw(_ seed: UInt64) throws -> [Int32] {
      var sampler = Sampler(Sampling(temperature: 1, topP: 0.9, seed: seed), vocabulary: 4)
      return try (0..<50).map { _ in try sampler.next(Self.logits) }
    }
    #expect(try draw(4) == draw(4))
    #expect(try draw(4) != draw(5))
  }

  @Test func probabilitiesOfTokens() {
    let logs = Self.logits.logProbabilities(of: [3, 0, 0], vocabulary: 4)
    #expect(zip(logs, [-2.995732, -0.693147, -0.693147]).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
