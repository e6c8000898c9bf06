/// The sections of one run.
struct RunSections {
  let report: Report
  let place: Int

  private var run: RunResult { report.runs[place] }
  private var prefix: String { report.runs.count > 1 ? "\(report.letter(place) ?? ""): " : "" }

  var sections: [Section] {
    var sections: [Section] = []
    if report.runs.count > 1 {
      sections.append(
        Section(
          id: "run-\(place)", short: "Run \(report.letter(place) ?? "")", title: report.name(place),
          lead: "\(run.task), \(run.model.clipped(to: 120)), \(run.setting)", content: [Headline(run: run).markup]))
    }
    switch run.numbers {
    case .evaluation(let result): sections += parts(result)
    case .sweep(let result): sections += SweepSections(result: result, place: place, prefix: prefix).sections
    case .nothing: break
    }
    sections += stages
    return sections
  }

  private func parts(_ result: EvaluationResult) -> [Section] {
    guard !result.parts.isEmpty else { return [] }
    // Parts may be counts or sums beside shares of the same metric; only what is in the headline's unit is drawn.
    let table = DataTable(
      columns: [
        .text("part"), .measure(result.headlineName == "accuracy" ? "accuracy" : "value"), .number("questions"),
      ],
      rows: result.parts.map { part in
        [.text(part.name), .measure(part.measure, result.unit), .count(part.measure.count)]
      })
    let drawn = result.parts.filter { result.unit == .plain || (0...1).contains($0.measure.value) }
    let chart = IntervalChart(
      lines: drawn.map { .init(name: $0.name, measure: $0.measure) }, unit: result.unit,
      xTitle: result.unit == .share ? "accuracy in %, with 95 % intervals" : "value, with 95 % intervals",
      reference: result.headline.value)
    let figure = Figure(
      title: "\(result.headlineName) by part",
      caption: "Bars are 95 % intervals over clips, the dotted line is the headline."
        + (drawn.count > IntervalChart.mostLines
          ? " The first \(IntervalChart.mostLines) of \(drawn.count) parts are drawn." : ""))
    return [
      Section(
        id: "parts-\(place)", short: prefix.isEmpty ? "By type" : nil, title: "\(prefix)Accuracy by type",
        content: [figure.markup(chart.draw), table.markup(title: "accuracy by type")])
    ]
  }

  private var stages: [Section] {
    let total = run.stages.reduce(0) { $0 + $1.seconds }
    guard total > 0 else { return [] }
    func share(_ stage: StageTime) -> String {
      "\(NumberText.short(stage.seconds)) s, \(NumberText.percent(stage.seconds / total)) %"
    }
    let chart = BarChart(
      bars: run.stages.map { .init(name: $0.stage, value: $0.seconds, text: share($0)) }, xTitle: "seconds")
    let table = DataTable(
      columns: [.text("stage"), .number("seconds"), .number("share in %", file: "share")],
      rows: run.stages.map { stage in
        [
          .text(stage.stage), .number(stage.seconds, digits: 2),
          DataTable.Cell(
            text: NumberText.percent(stage.seconds / total), order: stage.seconds,
            file: [NumberText.plain(stage.seconds / total)]),
        ]
      })
    return [
      Section(
        id: "time-\(place)", short: prefix.isEmpty ? "Time" : nil, title: "\(prefix)Where the time went",
        lead: "\(NumberText.short(total)) s in all; what is done once for all questions of a clip counts once.",
        content: [
          Figure(title: "seconds by stage").markup(chart.draw),
          Section.folded("As a table", table.markup(title: "seconds by stage")),
        ])
    ]
  }
}
