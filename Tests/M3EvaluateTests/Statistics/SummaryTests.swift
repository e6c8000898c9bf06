import M3Core
import Testing

@testable import M3Evaluate

@Suite struct SummaryTests {
  @Test func nextQACountsTPAsTNAndSumsUpGroups() throws {
    let types = ["CW", "CH", "TN", "TP", "TC", "DL"]
    let scorer = try AnswerScorer(metric: .nextQA)
    let samples = types.enumerated().map { number, type in
      scorer.score(
        QuestionRecord(
          key: "\(number)", dataset: "next-qa", split: "val", media: "v\(number)", question: "q", choices: ["a", "b"],
          answerIndex: 0, answers: ["a"], type: type), text: "A", choice: number % 2)
    }
    let summary = try MetricSummary.make(.nextQA, samples, replicates: 10)
    let parts = Dictionary(uniqueKeysWithValues: summary.parts.map { ($0.name, $0.estimate) })
    #expect(summary.headline.value == 0.5)
    #expect(parts["TP"] == nil)
    #expect(parts["TN"]?.count == 2 && parts["TN"]?.value == 0.5)
    #expect(parts["C"]?.value == 0.5 && parts["T"]?.count == 3 && parts["D"]?.value == 0)
  }

  @Test func intervalsDrawClipsNotQuestions() throws {
    // A hundred questions on two clips, one clip all right: clips are what varies, so the interval is everything.
    let samples = (0..<100).map {
      ScoredSample(key: "\($0)", group: $0 < 50 ? "a" : "b", score: $0 < 50 ? 1 : 0)
    }
    let summary = try MetricSummary.make(.choice, samples, seed: 1)
    #expect(summary.headline == Estimate(value: 0.5, low: 0, high: 1, count: 100))
    let alone = try MetricSummary.make(.choice, samples.map { ScoredSample(key: $0.key, group: "a", score: $0.score) })
    #expect(alone.headline == Estimate(value: 0.5, count: 100))
  }

  @Test func theSameSeedGivesTheSameNumbersInAnyOrder() throws {
    var generator = SeededGenerator(seed: 4)
    let samples = (0..<200).map { number in
      ScoredSample(
        key: "\(number)", group: "g\(number % 17)", labels: ["t\(number % 3)"], score: Double(generator.index(below: 2))
      )
    }
    let first = try MetricSummary.make(.choice, samples, replicates: 100, seed: 8)
    #expect(try MetricSummary.make(.choice, samples.reversed(), replicates: 100, seed: 8) == first)
    #expect(try MetricSummary.make(.choice, samples, replicates: 100, seed: 9) != first)
    #expect(first.caveat == nil)
  }

  @Test func nothingToScoreIsAnError() {
    #expect(throws: EvaluateError.self) { try MetricSummary.make(.choice, []) }
    #expect(throws: EvaluateError.self) {
      try MetricSummary.make(.choice, [ScoredSample(key: "a", group: "a", score: 0, outcome: .unscored)])
    }
    #expect(throws: EvaluateError.self) {
      try PairedComparison(
        [ScoredSample(key: "a", group: "a", score: 1)], [ScoredSample(key: "b", group: "b", score: 1)])
    }
  }

  @Test func everyOfflineMetricScoresAndSumsUp() throws {
    let record = QuestionRecord(
      key: "k", dataset: "d", split: "s", media: "m", question: "q", answers: ["yes"], type: "t")
    let wups = WUPS(wordNet: try WordNet(folder: Fixture.excerpt("wordnet")), stopWords: [])
    for metric in MetricName.allCases where metric != .judge {
      var record = record
      let isChoice = [.choice, .nextQA, .intentQA, .star, .videoMME, .circular, .scienceQA].contains(metric)
      if isChoice { (record.choices, record.answerIndex) = (["yes", "no"], 0) }
      let scorer = try AnswerScorer(metric: metric, wups: wups)
      let right = scorer.score(record, text: isChoice ? "A" : "yes", choice: 0)
      let isSoft = metric == .vqa
      #expect(right.score == (isSoft ? 0 : 1), "\(metric)")
      let nothing = scorer.score(record, text: "", choice: nil)
      #expect(nothing.outcome == .unparsed && nothing.score == 0, "\(metric)")
      let summary = try MetricSummary.make(metric, [right, nothing], replicates: 5)
      #expect(summary.asked == 2 && summary.unparsed == 1, "\(metric)")
    }
  }
}
