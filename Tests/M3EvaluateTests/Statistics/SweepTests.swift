import M3Core
import Testing

@testable import M3Evaluate

@Suite struct SweepTests {
  static let plans: [SweepPlan] = [
    SweepPlan(frames: 1, scale: .tokens1), SweepPlan(frames: 4, scale: .tokens36),
    SweepPlan(frames: nil, scale: .tokens576),
  ]

  private func random(_ seed: UInt64, questions: Int = 80, graded: Bool = false) throws -> SweepTable {
    var generator = SeededGenerator(seed: seed)
    var table = try SweepTable(plans: Self.plans)
    for number in 0..<questions {
      let question = SweepTable.Question(key: "q\(number)", group: "c\(number / 3)", type: number % 2 == 0 ? "x" : "y")
      for (position, plan) in Self.plans.enumerated() {
        let score = graded ? Double(generator.index(below: 5)) / 4 : Double(generator.index(below: 2))
        try table.add(question, plan: plan, score: score, tokens: [1, 144, 2880][position])
      }
    }
    return table
  }

  private func mean(_ table: SweepTable, _ plan: Int) -> Double {
    table.questions.indices.reduce(0) { $0 + Double(table.cell($1, plan).score) } / Double(table.questions.count)
  }

  @Test(arguments: 0..<10) func theOracleIsNeverWorseThanAnyPlan(seed: Int) throws {
    for graded in [false, true] {
      let table = try random(UInt64(seed), graded: graded)
      let oracle = try table.oracle(replicates: 20, permutations: 5)
      for plan in Self.plans.indices { #expect(oracle.accuracy.value >= mean(table, plan)) }
      #expect((1...2880).contains(oracle.tokens.value))
      #expect(oracle.gain.value >= 0)
      #expect(oracle.chance.value >= 0)
      let scales = try table.oracle(by: .scale, replicates: 2, permutations: 1)
      #expect((1...576).contains(scales.tokens.value))
      #expect(scales.accuracy.value == oracle.accuracy.value)
    }
  }

  @Test(arguments: 0..<5) func moreplansNeverSolveLess(seed: Int) throws {
    let whole = try random(UInt64(seed))
    var solved = 0
    for count in 1...Self.plans.count {
      var part = try SweepTable(plans: Array(Self.plans.prefix(count)))
      for (row, question) in whole.questions.enumerated() {
        for plan in 0..<count {
          try part.add(
            question, plan: Self.plans[plan], score: Double(whole.cell(row, plan).score),
            tokens: Int(whole.cell(row, plan).tokens))
        }
      }
      let now = part.smallestSufficient().count { $0.plan != nil }
      #expect(now >= solved)
      solved = now
    }
  }

  @Test func rulesOfTheOracle() throws {
    var table = try SweepTable(plans: Self.plans)
    let rows: [(scores: [Double], plan: Int?, score: Double, tokens: Int)] = [
      ([0, 1, 1], 1, 1, 144), ([0, 0, 0], nil, 0, 1), ([1, 1, 1], 0, 1, 1), ([0, 0, 1], 2, 1, 2880),
      ([0.25, 0.75, 0.75], 1, 0.75, 144),
    ]
    for (number, row) in rows.enumerated() {
      for (position, score) in row.scores.enumerated() {
        try table.add(
          SweepTable.Question(key: "\(number)", group: "g\(number)"), plan: Self.plans[position], score: score,
          tokens: [1, 144, 2880][position])
      }
    }
    for (choice, row) in zip(table.smallestSufficient(), rows) {
      #expect(choice == SmallestSufficient(plan: row.plan, score: row.score, tokens: row.tokens))
    }
    let complexity = try table.complexity()
    #expect(complexity.histogram == [1, 2, 1])
    #expect(complexity.unsolved == 1)
  }

  @Test func chanceAloneIsNoGainOverAPlannerThatCannotBe() throws {
    // Two plans that toss coins: one or the other is right three times in four, so the gain is a quarter.
    var generator = SeededGenerator(seed: 1)
    var table = try SweepTable(plans: Array(Self.plans.prefix(2)))
    for number in 0..<4000 {
      for plan in Self.plans.prefix(2) {
        try table.add(
          SweepTable.Question(key: "\(number)", group: "\(number)"), plan: plan,
          score: Double(generator.index(below: 2)),
          tokens: 1)
      }
    }
    let oracle = try table.oracle(replicates: 50, permutations: 50)
    #expect((oracle.gain.value - oracle.chance.value).magnitude < 0.02)
    #expect((oracle.chance.value - 0.25).magnitude < 0.03)
    #expect(oracle.chance.low <= oracle.chance.value && oracle.chance.value <= oracle.chance.high)
  }

  @Test func unansweredCellsLeaveTheirQuestionOutAndAreCounted() throws {
    var table = try random(3, questions: 4)
    try table.add(SweepTable.Question(key: "half", group: "c9"), plan: Self.plans[0], score: 1, tokens: 1)
    #expect(table.incomplete.questions == 1)
    #expect(table.incomplete.byPlan == [0, 1, 1])
    #expect(table.complete.questions.count == 4)
    #expect(try table.oracle(replicates: 2, permutations: 1).accuracy.count == 4)
    #expect(table.only(type: "x").questions.count == 2)
    #expect(table.types == ["x", "y"])
  }

  @Test func refusesResultsThatCannotBe() throws {
    var table = try SweepTable(plans: Self.plans)
    let question = SweepTable.Question(key: "q", group: "c")
    try table.add(question, plan: Self.plans[0], score: 1, tokens: 1)
    #expect(throws: EvaluateError.self) { try table.add(question, plan: Self.plans[0], score: 1, tokens: 1) }
    #expect(throws: EvaluateError.self) { try table.add(question, plan: Self.plans[1], score: 1.5, tokens: 1) }
    #expect(throws: EvaluateError.self) { try table.add(question, plan: Self.plans[1], score: .nan, tokens: 1) }
    #expect(throws: EvaluateError.self) { try table.add(question, plan: Self.plans[1], score: 1, tokens: 0) }
    #expect(throws: EvaluateError.self) {
      try table.add(question, plan: SweepPlan(frames: 9, scale: .tokens9), score: 1, tokens: 9)
    }
    #expect(throws: EvaluateError.self) { try table.oracle() }
    #expect(throws: EvaluateError.self) { try SweepTable(plans: []) }
    #expect(throws: EvaluateError.self) { try SweepTable(plans: [Self.plans[0], Self.plans[0]]) }
  }

  @Test func planNames() {
    #expect(Self.plans.map(\.name) == ["1x1", "4x36", "maxx576"])
    #expect(
      SweepPlan(frames: 6, scale: .tokens9, layout: .grid, reduction: .spatial, model: "m").name == "6x9 grid spatial m"
    )
  }
}
