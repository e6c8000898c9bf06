import M3Core
import M3Evaluate
import TextTable

/// A sweep's analysis as text for a terminal.
enum SweepText {
  static func text(_ report: SweepReport) -> String {
    guard let all = report.all else {
      return "\(report.task): no question has an answer under every plan\n"
        + (report.caveat.map { "  \($0)\n" } ?? "")
    }
    var text = "\(report.task): \(all.questions) questions under \(report.plans.count) plans\n"
    if let caveat = report.caveat { text += "  \(caveat)\n" }
    text += "\nAccuracy in % by frames (down) and scale (across)\n\n\(grid(all.points))\n"
    text += "\nEvery plan; * nothing is both cheaper and better\n\n\(points(all.points))\n"
    text += "\n\(oracle(all))"
    if !report.types.isEmpty { text += "\nBy question type\n\n\(types(report.types))\n" }
    return text
  }

  private static func grid(_ points: [PlanPoint]) -> String {
    struct Row {
      let name: String
      let cells: [PlanPoint?]
    }
    // Plans of as many frames as a budget buys stand in a row for each budget.
    let bounds: [Int?] = [nil] + Set(points.compactMap(\.plan.budget)).sorted()
    var rows: [Row] = []
    let scales = Set(points.map(\.plan.scale)).sorted()
    for budget in bounds {
      let grid = PlanGrid(points.filter { $0.plan.budget == budget })
      for (frames, cells) in zip(grid.frames, grid.cells) {
        let name = frames.map(String.init) ?? budget.map { "max in \($0)" } ?? "max"
        let byScale = Dictionary(uniqueKeysWithValues: zip(grid.scales, cells))
        rows.append(Row(name: name, cells: scales.map { byScale[$0] ?? nil }))
      }
    }
    let table = TextTable<Row> { row in
      [Column(title: "frames", value: row.name, align: .right)]
        + scales.indices.map { index in
          Column(
            title: "\(scales[index].tokens)", value: row.cells[index].map { ($0.accuracy.value * 100).tenths } ?? "",
            align: .right)
        }
    }
    return table.string(for: rows) ?? ""
  }

  private static func points(_ points: [PlanPoint]) -> String {
    let table = TextTable<PlanPoint> { point in
      [
        Column(title: "", value: point.isOnFront ? "*" : ""),
        Column(title: "plan", value: point.plan.name),
        Column(title: "tokens", value: point.tokens.tenths, align: .right),
        Column(title: "accuracy", value: RunText.estimate(point.accuracy)),
      ]
    }
    return table.string(for: points) ?? ""
  }

  private static func oracle(_ part: SweepReport.Part) -> String {
    let oracle = part.oracle
    let chance = oracle.chance
    let needs = zip(part.points, part.complexity.histogram).filter { $0.1 > 0 }
      .map { "\($0.0.plan.name): \($0.1)" }.joined(separator: ", ")
    return """
      Oracle (each question under its smallest sufficient plan): \(RunText.estimate(oracle.accuracy)) with \
      \(oracle.tokens.value.tenths) tokens
      Best single plan, \(oracle.bestPlan.name): \(RunText.estimate(oracle.bestAccuracy))
      Gain of the oracle: \(RunText.estimate(oracle.gain)); by chance alone it would be \(chance.value.percent) \
      [\((chance.low * 100).tenths), \((chance.high * 100).tenths)]
      Smallest plan within \(part.complexity.margin.percent) of the best: \(part.complexity.datasetPlan.name), \
      \(part.complexity.datasetTokens.tenths) tokens
      Smallest sufficient plan, questions: \(needs.isEmpty ? "none" : needs); unsolved: \(part.complexity.unsolved)

      """
  }

  private static func types(_ parts: [SweepReport.Part]) -> String {
    let table = TextTable<SweepReport.Part> { part in
      [
        Column(title: "type", value: (part.type ?? "").escapedForTerminal),
        Column(title: "questions", value: part.questions, align: .right),
        Column(title: "best plan", value: part.oracle.bestPlan.name),
        Column(title: "accuracy", value: RunText.estimate(part.oracle.bestAccuracy)),
        Column(title: "oracle", value: part.oracle.accuracy.value.percent, align: .right),
        Column(title: "gain", value: part.oracle.gain.value.percent, align: .right),
        Column(title: "by chance", value: part.oracle.chance.value.percent, align: .right),
        Column(title: "tokens needed", value: part.complexity.datasetTokens.tenths, align: .right),
      ]
    }
    return table.string(for: parts) ?? ""
  }
}
