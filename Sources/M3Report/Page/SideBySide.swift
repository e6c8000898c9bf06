/// Several runs in one table and one chart, with paired differences.
struct SideBySide {
  let report: Report

  var section: Section {
    var content = [table.markup(title: "runs")]
    if let chart = headlines { content.insert(chart, at: 0) }
    if let chart = sweeps { content.append(chart) }
    for comparison in report.comparisons { content += differences(comparison) }
    return Section(
      id: "side-by-side", short: "Side by side", title: "Side by side",
      lead: report.comparisons.isEmpty
        ? nil : "Differences are paired: the same questions, and clips are drawn together for the intervals.",
      content: content)
  }

  /// Task and model have columns only where runs differ in them; every run's own section names them.
  private var table: DataTable {
    let same = Set(report.runs.map(\.task)).count == 1 && Set(report.runs.map(\.model)).count == 1
    let names: [DataTable.Column] = same ? [] : [.text("task"), .text("model")]
    return DataTable(
      columns: [.text("run")] + names + [
        .text("setting"), .text("measure"), .measure("value"), .number("tokens"), .number("questions"),
        .number("missing clips", file: "missing_clips"),
      ],
      rows: report.runs.indices.map { place in
        let run = report.runs[place]
        let (name, value, tokens) = headline(run)
        return [.text(report.name(place))] + (same ? [] : [.text(run.task), .text(run.model)]) + [
          .text(run.setting), .text(name), value, .number(tokens), .count(run.questions),
          .count(run.missingClips.count),
        ]
      })
  }

  private func headline(_ run: RunResult) -> (name: String, value: DataTable.Cell, tokens: Double?) {
    switch run.numbers {
    case .evaluation(let result):
      return (result.headlineName, .measure(result.headline, result.unit), run.visualTokens)
    case .sweep(let result):
      let best = result.all.oracle.bestPlan
      return (
        "best plan, \(result.name(best))", .measure(result.all.oracle.bestAccuracy, .share),
        result.all.points.indices.contains(best) ? result.all.points[best].tokens : nil
      )
    case .nothing: return ("nothing to score", .measure(nil, .share), nil)
    }
  }

  private var headlines: Markup? {
    var lines: [IntervalChart.Line] = []
    for (place, run) in report.runs.enumerated() {
      guard case .evaluation(let result) = run.numbers, result.unit == .share else { continue }
      lines.append(
        .init(name: report.name(place), measure: result.headline, mark: SeriesMark(number: place)))
    }
    guard lines.count > 1 else { return nil }
    let chart = IntervalChart(lines: lines, unit: .share, xTitle: "headline in %, with 95 % intervals")
    return Figure(title: "headlines").markup(chart.draw)
  }

  private var sweeps: Markup? {
    var series: [TradeOffChart.Series] = []
    for (place, run) in report.runs.enumerated() {
      guard case .sweep(let result) = run.numbers else { continue }
      series.append(
        .init(
          name: report.name(place), mark: SeriesMark(number: place),
          points: zip(result.plans, result.all.points).map { ($0.name, $1) }))
    }
    guard series.count > 1 else { return nil }
    let chart = TradeOffChart(series: series, showsNames: false, showsIntervals: false)
    return Figure(
      title: "accuracy against visual tokens",
      caption: "Filled marks and lines are each sweep's Pareto front.",
      legend: Figure.legend(series.map { ($0.mark, $0.name) })
    ).markup { chart.draw($0) }
  }

  private func differences(_ comparison: PairedResult) -> [Markup] {
    let names = (report.name(comparison.first), report.name(comparison.second))
    var content: [Markup] = [.element("h3", "\(names.1) minus \(names.0)"), Section.warning(comparison.notes)]
    guard !comparison.lines.isEmpty else { return content }
    let lines = comparison.lines.map {
      IntervalChart.Line(
        name: $0.plan ?? "all questions", measure: $0.difference, mark: SeriesMark(number: comparison.second))
    }
    let chart = IntervalChart(lines: lines, unit: .points, xTitle: "difference in points", reference: 0)
    content.append(
      Figure(
        title: "paired difference",
        caption: "Right of zero \(names.1) is better. An interval that holds zero leaves open which is."
      ).markup(chart.draw))
    let letters = (report.letter(comparison.first) ?? "first", report.letter(comparison.second) ?? "second")
    content.append(
      DataTable(
        columns: [
          .text("plan"), .measure("difference in points", file: "difference"),
          .number("\(letters.0) better", file: "first_better"), .number("\(letters.1) better", file: "second_better"),
          .number("questions"), .text("clear"),
        ],
        rows: comparison.lines.map { line in
          let isClear = (line.difference.low ?? 0) > 0 || (line.difference.high ?? 0) < 0
          return [
            .text(line.plan ?? "all questions"), .measure(line.difference, .points), .count(line.firstBetter),
            .count(line.secondBetter), .count(line.difference.count), .text(isClear ? "yes" : "no"),
          ]
        }
      ).markup(title: "paired difference"))
    return content
  }
}
