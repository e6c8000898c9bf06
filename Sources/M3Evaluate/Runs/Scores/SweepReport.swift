public import M3Core

/// sweep.json: where the budget should go, from one set of questions asked under many plans.
public struct SweepReport: Codable, Equatable, Sendable {
  /// The numbers of a set of questions.
  public struct Part: Codable, Equatable, Sendable {
    /// The questions' type; nil for all.
    public var type: String?
    public var questions: Int
    /// Every plan, in the sweep's order.
    public var points: [PlanPoint]
    public var oracle: Oracle
    public var complexity: Complexity
  }

  /// Version of this layout on disk.
  public static let currentSchema = 1

  public var schema = currentSchema
  public var task: String
  public var model: String
  public var plans: [SweepPlan]
  /// All questions; nil when none was answered under every plan.
  public var all: Part?
  /// By type, sorted.
  public var types: [Part]
  public var answers: Int
  public var remaining: Int
  /// Answers that could not be given; their questions are left out of all comparisons.
  public var failed: Int
  public var unparsed: Int
  public var missingClips: Int
  /// Questions that lack an answer under some plan, which leaves them out.
  public var leftOut: Int
  /// Questions that have no right answer to compare with.
  public var unscored: Int
  /// Of all answers together.
  public var seconds: StageSeconds

  /// What must stand beside the numbers, or nil.
  public var caveat: String? {
    var parts: [String] = []
    if remaining > 0 { parts.append("\(remaining) of \(answers) answers are still to come") }
    if missingClips > 0 { parts.append("\(missingClips) clips are missing") }
    if failed > 0 { parts.append("\(failed) of \(answers) answers failed") }
    if leftOut > 0 { parts.append("\(leftOut) questions lack an answer under some plan and are left out") }
    if unparsed > 0 { parts.append("\(unparsed) answers could not be read and count as wrong") }
    if unscored > 0 { parts.append("\(unscored) answers have nothing to be compared with and are left out") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension RunFolder {
  /// Analyses a sweep from its samples and writes sweep.json.
  ///
  /// - Throws: `EvaluateError`: no sweep, a damaged sample, a file that cannot be written.
  @discardableResult
  public func analyse(
    replicates: Int = ClusterBootstrap.standardReplicates, permutations: Int = 200
  ) throws -> SweepReport {
    let card = try readCard()
    let settings = card.settings
    guard settings.isSweep else { throw EvaluateError.notARun(folder: path, reason: "it holds no sweep") }
    let plans = settings.plans.compactMap { SweepPlan($0, reduction: settings.reduction) }
    let byName = Dictionary(uniqueKeysWithValues: plans.map { ($0.name, $0) })
    var table = try SweepTable(plans: plans)
    var report = SweepReport(
      task: settings.task, model: card.modelName, plans: plans, all: nil, types: [], answers: card.answers,
      remaining: card.answers, failed: 0, unparsed: 0,
      missingClips: card.missingClips.count + card.ambiguousClips.count, leftOut: 0, unscored: 0,
      seconds: StageSeconds())
    var failedKeys: Set<String> = []
    try forEachSample { sample in
      report.remaining -= 1
      if let seconds = sample.seconds { report.seconds += seconds }
      guard sample.outcome != .unscored else { return report.unscored += 1 }
      guard sample.outcome != .failed, let tokens = sample.visualTokens else {
        failedKeys.insert(sample.key)
        return report.failed += 1
      }
      if sample.outcome == .unparsed { report.unparsed += 1 }
      guard let plan = sample.plan.flatMap({ byName[$0] }) else {
        throw EvaluateError.badResults(reason: "\(sample.key) has a plan that is not part of the sweep")
      }
      try table.add(
        SweepTable.Question(key: sample.key, group: sample.group, type: sample.type), plan: plan, score: sample.score,
        tokens: tokens)
    }
    let complete = table.complete
    let incomplete = Set(table.questions.map(\.key)).subtracting(complete.questions.map(\.key))
    report.leftOut = incomplete.union(failedKeys).count
    func part(_ table: SweepTable, _ type: String?) throws -> SweepReport.Part? {
      guard !table.questions.isEmpty else { return nil }
      return SweepReport.Part(
        type: type, questions: table.questions.count, points: table.points(replicates: replicates, seed: settings.seed),
        oracle: try table.oracle(replicates: replicates, permutations: permutations, seed: settings.seed),
        complexity: try table.complexity())
    }
    report.all = try part(complete, nil)
    if complete.types.count > 1 {
      report.types = try complete.types.compactMap { try part(complete.only(type: $0), $0) }
    }
    try write(report, to: sweep)
    return report
  }
}

extension SweepPlan {
  /// The sweep's plan that a run's plan was made from; nil for the plan of an evaluation.
  init?(_ plan: RunPlan, reduction: Reduction) {
    guard plan.name != nil, let scale = plan.scale else { return nil }
    self.init(
      frames: plan.frames, scale: scale, budget: plan.frames == nil ? plan.budget : nil, layout: plan.layout,
      reduction: reduction)
  }
}
