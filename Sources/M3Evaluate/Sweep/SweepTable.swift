/// Scores and visual tokens of questions under plans; filled answer by answer, in any order.
public struct SweepTable: Sendable {
  /// What is needed of a question to sum over it.
  public struct Question: Codable, Hashable, Sendable {
    public var key: String
    /// The clip.
    public var group: String
    public var type: String?

    public init(key: String, group: String, type: String? = nil) {
      self.key = key
      self.group = group
      self.type = type
    }
  }

  /// One answer.
  struct Cell: Equatable, Sendable {
    /// 0...1; NaN where the question was not asked under the plan.
    var score: Float
    var tokens: Int32

    static let absent = Cell(score: .nan, tokens: 0)
  }

  public let plans: [SweepPlan]
  public private(set) var questions: [Question] = []
  /// [question, plan], row-major.
  private(set) var cells: [Cell] = []
  private var rows: [String: Int] = [:]

  /// - Throws: `EvaluateError.badResults` for no plans or a plan that stands twice.
  public init(plans: [SweepPlan]) throws(EvaluateError) {
    guard !plans.isEmpty, Set(plans).count == plans.count else {
      throw .badResults(reason: "a sweep needs plans, each once")
    }
    self.plans = plans
  }

  /// Takes in one answer.
  ///
  /// - Parameters:
  ///   - score: 0...1.
  ///   - tokens: visual tokens that the prompt really held; at least 1.
  /// - Throws: `EvaluateError.badResults` for a score outside 0...1, no tokens, an unknown plan, or a second answer to
  ///   the same question under the same plan.
  public mutating func add(_ question: Question, plan: SweepPlan, score: Double, tokens: Int) throws(EvaluateError) {
    guard let column = plans.firstIndex(of: plan) else {
      throw .badResults(reason: "the plan \(plan.name) is not part of the sweep")
    }
    guard (0...1).contains(score), tokens >= 1, let tokens = Int32(exactly: tokens) else {
      throw .badResults(reason: "\(question.key) under \(plan.name) has the score \(score) and \(tokens) tokens")
    }
    let row = row(of: question)
    guard cells[row * plans.count + column].score.isNaN else {
      throw .badResults(reason: "\(question.key) is answered twice under \(plan.name)")
    }
    cells[row * plans.count + column] = Cell(score: Float(score), tokens: tokens)
  }

  private mutating func row(of question: Question) -> Int {
    if let row = rows[question.key] { return row }
    let row = questions.count
    rows[question.key] = row
    questions.append(question)
    cells.append(contentsOf: repeatElement(.absent, count: plans.count))
    return row
  }

  func cell(_ question: Int, _ plan: Int) -> Cell { cells[question * plans.count + plan] }

  /// Types that occur, sorted.
  public var types: [String] { Set(questions.compactMap(\.type)).sorted() }

  /// The questions of one type.
  public func only(type: String) -> SweepTable { keeping { questions[$0].type == type } }

  /// The questions that were asked under every plan; comparisons between plans are made on these only.
  public var complete: SweepTable {
    keeping { row in (0..<plans.count).allSatisfy { !cell(row, $0).score.isNaN } }
  }

  /// How many questions lack an answer under some plan, and for each plan how many.
  public var incomplete: (questions: Int, byPlan: [Int]) {
    let byPlan = plans.indices.map { plan in questions.indices.count { cell($0, plan).score.isNaN } }
    return (questions.count - complete.questions.count, byPlan)
  }

  private func keeping(_ isKept: (Int) -> Bool) -> SweepTable {
    var kept = self
    kept.questions = []
    kept.cells = []
    kept.rows = [:]
    for row in questions.indices where isKept(row) {
      kept.rows[questions[row].key] = kept.questions.count
      kept.questions.append(questions[row])
      kept.cells.append(contentsOf: cells[(row * plans.count)..<((row + 1) * plans.count)])
    }
    return kept
  }
}
