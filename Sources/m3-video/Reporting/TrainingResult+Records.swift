import M3Report
import M3Train

extension TrainingResult {
  /// Sorts a training's log into stages and curves.
  init(name: String, records: [TrainingRecord]) {
    var order: [String] = []
    var byStage: [String: [TrainingRecord]] = [:]
    for record in records {
      if byStage[record.stage] == nil { order.append(record.stage) }
      byStage[record.stage, default: []].append(record)
    }
    self.init(
      name: name, stages: order.map { Stage(name: $0, records: byStage[$0] ?? []) },
      notes: records.isEmpty ? ["the log holds no step yet"] : [])
  }
}

extension TrainingResult.Stage {
  fileprivate init(name: String, records: [TrainingRecord]) {
    let steps = records.filter { !$0.isHeldOut }
    let heldOut = records.filter(\.isHeldOut)
    let kinds = Set(heldOut.flatMap(\.accuracies.keys)).sorted()
    self.init(
      name: name, steps: records.map(\.step).max() ?? 0, tokens: steps.reduce(0) { $0 + $1.tokens },
      seconds: records.last?.seconds ?? 0, losses: Self.losses(steps), heldOutLosses: Self.losses(heldOut),
      accuracies: kinds.map { kind in
        let plans = Set(heldOut.flatMap { $0.accuracies[kind]?.keys.map { $0 } ?? [] })
        return TrainingResult.Family(
          name: kind,
          curves: Self.ordered(plans).map { plan in
            TrainingResult.Curve(
              name: plan,
              points: heldOut.compactMap { record in
                record.accuracies[kind]?[plan].map { .init(step: record.step, value: $0.share) }
              })
          })
      })
  }

  /// The objective, then each plan.
  private static func losses(_ records: [TrainingRecord]) -> [TrainingResult.Curve] {
    guard !records.isEmpty else { return [] }
    let names = Set(records.flatMap(\.losses.keys))
    let whole = TrainingResult.Curve(
      name: "objective", points: records.map { .init(step: $0.step, value: $0.loss) }.filter(\.value.isFinite))
    let parts = ordered(names).map { name in
      TrainingResult.Curve(
        name: name,
        points: records.compactMap { record in
          record.losses[name].flatMap { $0.isFinite ? .init(step: record.step, value: $0) : nil }
        })
    }
    return names.count == 1 ? parts : [whole] + parts
  }

  /// Plans such as `24x9` from coarse to fine, other names by the alphabet.
  private static func ordered(_ names: Set<String>) -> [String] {
    func scale(_ name: String) -> Int { name.split(separator: "x").last.flatMap { Int($0) } ?? 0 }
    return names.sorted { (scale($0), $0) < (scale($1), $1) }
  }
}
