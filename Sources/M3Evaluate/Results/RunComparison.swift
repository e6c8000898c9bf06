/// Two runs on the same questions: the second minus the first, as wholes or plan by plan.
public struct RunComparison: Codable, Equatable, Sendable {
  public struct Line: Codable, Equatable, Sendable {
    /// The plan's name without the reduction, which may be what is compared; nil for evaluations.
    public var plan: String?
    public var comparison: PairedComparison
  }

  public var lines: [Line] = []
  /// What a reader should know of the differences, a sentence each.
  public var notes: [String] = []

  /// Pairs two evaluations, or the plans that two sweeps share.
  ///
  /// - Throws: `EvaluateError.badResults` for a key that stands twice in a run.
  public init(
    _ first: RunScores, _ second: RunScores, replicates: Int = ClusterBootstrap.standardReplicates
  ) throws(EvaluateError) {
    guard first.settings.isSweep == second.settings.isSweep else {
      notes = ["an evaluation and a sweep are not compared"]
      return
    }
    guard first.settings.task == second.settings.task else {
      notes = ["runs of different tasks are not compared: \(first.settings.task) and \(second.settings.task)"]
      return
    }
    if first.settings.metric != second.settings.metric {
      notes.append(
        "scored by different rules: \(first.settings.metric.rawValue) and \(second.settings.metric.rawValue)")
    }
    if first.settings.annotations != second.settings.annotations {
      notes.append("the annotations differ; questions are taken for the same by their keys")
    }
    var unpaired = 0
    var plans = 0
    for (plan, samples) in first.byPlan {
      guard let other = second.byPlan.first(where: { $0.plan?.paired == plan?.paired }) else { continue }
      plans += 1
      let keys = Set(samples.map(\.key))
      guard other.samples.contains(where: { keys.contains($0.key) && $0.outcome != .unscored }),
        samples.contains(where: { $0.outcome != .unscored })
      else { continue }
      let comparison = try PairedComparison(
        samples, other.samples, replicates: replicates, seed: first.settings.seed)
      unpaired = max(unpaired, comparison.onlyInFirst + comparison.onlyInSecond)
      lines.append(Line(plan: plan?.paired.name, comparison: comparison))
    }
    if plans == 0 {
      notes.append("the sweeps have no plan in common")
    } else if lines.isEmpty {
      notes.append("the runs have no question in common")
    } else if unpaired > 0 {
      notes.append(
        "up to \(unpaired) \(unpaired == 1 ? "question has" : "questions have") an answer in one of the two runs only and \(unpaired == 1 ? "is" : "are") left out"
      )
    }
  }
}

extension SweepPlan {
  /// The plan as another run with another reduction or model has it.
  fileprivate var paired: SweepPlan {
    SweepPlan(frames: frames, scale: scale, budget: budget, layout: layout)
  }
}
