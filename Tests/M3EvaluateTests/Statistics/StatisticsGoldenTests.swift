import M3Core
import Testing

@testable import M3Evaluate

/// Tables, intervals, comparisons and the oracle against a Python script with the same generator.
@Suite struct StatisticsGoldenTests {
  let golden: Golden

  init() throws { golden = try Golden.file("statistics.json") }

  private func check(_ found: Estimate?, _ expected: Golden, _ name: String) throws {
    let found = try #require(found, "no \(name)")
    #expect(found.value.isAbout(expected[0].number), "\(name)")
    #expect(found.low?.isAbout(expected[1].number) == true, "low of \(name)")
    #expect(found.high?.isAbout(expected[2].number) == true, "high of \(name)")
  }

  @Test func starIsTheMeanOfItsTypes() throws {
    let samples = golden["samples"].list.map { row in
      ScoredSample(
        key: row["key"].text, group: row["group"].text, labels: [row["type"].text],
        score: row["score"].number)
    }
    let summary = try MetricSummary.make(.star, samples.reversed(), replicates: 200, seed: 5)
    #expect(summary.headlineName == "mean of types")
    try check(summary.headline, golden["star"]["mean of types"], "headline")
    for name in ["accuracy", "Interaction", "Sequence", "Prediction", "Feasibility"] {
      try check(summary.parts.first { $0.name == name }?.estimate, golden["star"][name], name)
    }
  }

  @Test func pope() throws {
    let pope = golden["pope"]
    let samples = pope["samples"].list.enumerated().map { number, row in
      let said = row["said"].isNull ? nil : row["said"].flag
      let truth = row["truth"].flag
      return ScoredSample(
        key: "\(number)", group: row["group"].text, labels: [row["category"].text],
        score: said == truth ? 1 : 0, outcome: said == nil ? .unparsed : .read, said: said, truth: truth)
    }
    let summary = try MetricSummary.make(.pope, samples, replicates: 100, seed: 3)
    try check(summary.headline, pope["f1"], "F1")
    for (name, field) in [
      ("all: accuracy", "accuracy"), ("all: F1", "all_f1"), ("all: yes ratio", "yes"), ("all: precision", "precision"),
      ("all: recall", "recall"),
    ] {
      let part = try #require(summary.parts.first { $0.name == name })
      #expect(part.estimate.value.isAbout(pope[field].number), "\(name)")
    }
    #expect(summary.unparsed == samples.count { $0.said == nil })
    #expect(summary.unparsedShare.isAbout(Double(summary.unparsed) / 80))
  }

  @Test func mme() throws {
    let mme = golden["mme"]
    let samples = mme["samples"].list.enumerated().map { number, row in
      let unit = row["unit"].text
      return ScoredSample(
        key: "\(number)", group: unit, labels: [row["category"].text], score: row["right"].flag ? 1 : 0, unit: unit)
    }
    let summary = try MetricSummary.make(.mme, samples, replicates: 10)
    for name in ["existence", "count", "code_reasoning", "perception", "cognition"] {
      let part = try #require(summary.parts.first { $0.name == name })
      #expect(part.estimate.value.isAbout(mme[name].number), "\(name)")
    }
  }

  @Test func pairedComparison() throws {
    let paired = golden["paired"]
    func run(_ name: String) throws -> [ScoredSample] {
      paired[name].list.map {
        ScoredSample(key: $0[0].text, group: $0[1].text, score: $0[2].number)
      }
    }
    let comparison = try PairedComparison(run("first"), run("second"), replicates: 150, seed: 9)
    try check(comparison.difference, paired["difference"], "difference")
    #expect(comparison.firstBetter == (paired["first_better"].integer))
    #expect(comparison.secondBetter == (paired["second_better"].integer))
    #expect(comparison.difference.count == (paired["common"].integer))
    #expect(comparison.onlyInFirst == 3)
    #expect(comparison.onlyInSecond == 3)
  }

  private func sweep() throws -> SweepTable {
    let sweep = golden["sweep"]
    let plans = try sweep["plans"].list.map {
      SweepPlan(frames: $0[0].integer, scale: try VisualScale(tokens: $0[1].integer))
    }
    var table = try SweepTable(plans: plans)
    for row in sweep["rows"].list {
      let question = SweepTable.Question(key: row["key"].text, group: row["group"].text, type: row["type"].text)
      for (column, plan) in plans.enumerated() {
        try table.add(
          question, plan: plan, score: row["scores"][column].number, tokens: row["tokens"][column].integer)
      }
    }
    return table
  }

  @Test func oracle() throws {
    let sweep = golden["sweep"]
    let plans = try self.sweep().plans
    let oracle = try self.sweep().oracle(replicates: 200, permutations: 100, seed: 17)
    try check(oracle.accuracy, sweep["estimates"][0], "accuracy")
    try check(oracle.tokens, sweep["estimates"][1], "tokens")
    try check(oracle.bestAccuracy, sweep["estimates"][2], "best plan")
    try check(oracle.gain, sweep["estimates"][3], "gain")
    #expect(oracle.chance.value.isAbout(sweep["chance"][0].number))
    #expect(oracle.chance.low.isAbout(sweep["chance"][1].number))
    #expect(oracle.chance.high.isAbout(sweep["chance"][2].number))
    #expect(oracle.unsolved == (sweep["unsolved"].integer))
    #expect(oracle.bestPlan == plans[sweep["best"].integer])
  }

  @Test func complexityAndFront() throws {
    let sweep = golden["sweep"]
    let table = try self.sweep()
    let complexity = try table.complexity(margin: 0.1)
    #expect(complexity.histogram == (sweep["histogram"].list.map { $0.integer }))
    #expect(complexity.datasetPlan == table.plans[sweep["dataset"].integer])
    let points = table.points(replicates: 10)
    for (column, point) in points.enumerated() {
      #expect(point.accuracy.value.isAbout(sweep["accuracy"][column].number))
      #expect(point.tokens.isAbout(sweep["mean_tokens"][column].number))
      #expect(point.isOnFront == (sweep["front"][column].flag))
    }
    let grid = PlanGrid(points)
    #expect(grid.frames == [1, 4, 5, 20])
    #expect(grid.scales == [.tokens1, .tokens9, .tokens144, .tokens576])
    #expect(grid.cells[3][2] == points[2])
    #expect(grid.cells[0][3] == nil)
  }
}
