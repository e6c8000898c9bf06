import M3Core

/// The scores of a run, by plan, for comparisons with other runs.
public struct RunScores: Sendable {
  public let settings: RunSettings
  /// One entry for an evaluation, one a plan for a sweep; in the run's order.
  let byPlan: [(plan: SweepPlan?, samples: [ScoredSample])]

  /// - Throws: `EvaluateError`: no run, a damaged sample.
  public init(_ folder: RunFolder) throws {
    let settings = try folder.readCard().settings
    self.settings = settings
    let names = settings.plans.map(\.name)
    var samples = [[ScoredSample]](repeating: [], count: names.count)
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() { places[name ?? ""] = place }
    let isSweep = settings.isSweep
    try folder.forEachSample { sample in
      guard let place = places[sample.plan ?? ""] else {
        throw EvaluateError.badResults(reason: "\(sample.key) has a plan that is not part of the run")
      }
      // A sweep leaves questions without an answer out; an evaluation counts them as wrong.
      if isSweep, sample.outcome == .failed { return }
      samples[place].append(sample.scored)
    }
    byPlan = zip(settings.plans, samples).map { (SweepPlan($0, reduction: settings.reduction), $1) }
  }
}
