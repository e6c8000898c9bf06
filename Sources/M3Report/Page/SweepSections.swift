/// What a sweep shows: where the budget should go.
struct SweepSections {
  /// More question types than this have their numbers in tables only.
  static let drawnTypes = 12

  let result: SweepResult
  let place: Int
  let prefix: String

  private var all: SweepResult.Part { result.all }

  var sections: [Section] {
    [grid, tradeOff, oracle, complexity]
  }

  private func named(_ part: SweepResult.Part) -> String { (part.type ?? "all questions").clipped(to: 60) }

  private var grid: Section {
    let figure = Figure(
      title: "accuracy in %, all questions",
      caption: "The framed cell is the best plan. A dot marks plans that nothing beats at the same cost or below.")
    var content = [figure.markup(HeatMap(result.plans, all).draw)]
    if !result.types.isEmpty {
      let maps = result.types.prefix(Self.drawnTypes).map { part in
        Figure(title: "\(named(part)), \(NumberText.count(part.questions)) questions")
          .markup(small: HeatMap(result.plans, part).draw(Figure.narrow))
      }
      content.append(Section.folded("By question type", Section.row(Array(maps)), leftOut))
    }
    return Section(
      id: "grid-\(place)", short: prefix.isEmpty ? "Frames and scale" : nil, title: "\(prefix)Frames against scale",
      lead: "Each of \(NumberText.count(all.questions)) questions was asked under each of "
        + "\(NumberText.count(result.plans.count)) plans: so many frames, each so many visual tokens.",
      content: content)
  }

  private var leftOut: Markup {
    guard result.types.count > Self.drawnTypes else { return .nothing }
    return Section.note(
      "The first \(Self.drawnTypes) of \(NumberText.count(result.types.count)) types are drawn; the tables hold all.")
  }

  private func series(_ part: SweepResult.Part) -> TradeOffChart.Series {
    TradeOffChart.Series(
      name: named(part), mark: SeriesMark(number: 0),
      points: zip(result.plans, part.points).map { ($0.name, $1) })
  }

  private var tradeOff: Section {
    let chart = TradeOffChart(series: [series(all)], oracle: all.oracle)
    let figure = Figure(
      title: "accuracy against visual tokens, all questions",
      caption:
        "Filled marks and the line are the Pareto front: nothing is both cheaper and better. Bars are 95 % intervals.")
    var content = [figure.markup { chart.draw($0) }]
    if !result.types.isEmpty {
      let small = result.types.prefix(Self.drawnTypes).map { part in
        Figure(title: "\(named(part)), \(NumberText.count(part.questions)) questions").markup(
          small: TradeOffChart(series: [series(part)], oracle: part.oracle, showsNames: true, showsIntervals: false)
            .draw(Figure.narrow, height: 230))
      }
      content += [.element("h3", "By question type"), Section.row(Array(small)), leftOut]
    }
    content.append(Section.folded("Every plan as a table", points.markup(title: "plans")))
    return Section(
      id: "tradeoff-\(place)", short: prefix.isEmpty ? "Tokens" : nil, title: "\(prefix)Accuracy against tokens",
      content: content)
  }

  private var points: DataTable {
    let parts = [all] + result.types
    return DataTable(
      columns: [
        .text("type"), .text("plan"), .number("frames"), .number("scale"), .number("tokens"), .measure("accuracy"),
        .text("front"), .number("smallest sufficient for", file: "needed"),
      ],
      rows: parts.flatMap { part in
        zip(result.plans, part.points).map { plan, point in
          [
            .text(named(part)), .text(plan.name),
            DataTable.Cell(
              text: plan.frames.map(NumberText.count) ?? "max", order: plan.frames.map(Double.init) ?? .infinity,
              file: [plan.frames.map(String.init) ?? "max"]),
            .count(plan.scale), .number(point.tokens), .measure(point.accuracy, .share),
            .text(point.isOnFront ? "yes" : ""), .count(point.needed),
          ]
        }
      })
  }

  private var oracle: Section {
    let parts = [all] + result.types
    let lines = parts.map { part in
      IntervalChart.Line(
        name: named(part), measure: part.oracle.gain,
        band: part.oracle.chance.low.flatMap { low in part.oracle.chance.high.map { (low, $0) } })
    }
    let chart = IntervalChart(
      lines: lines, unit: .points, xTitle: "points above the best single plan", reference: 0)
    let table = DataTable(
      columns: [
        .text("type"), .number("questions"), .text("best plan", file: "best_plan"),
        .measure("best accuracy", file: "best"), .measure("oracle"), .measure("oracle tokens", file: "oracle_tokens"),
        .measure("gain"), .measure("by chance", file: "chance"), .number("unsolved"),
      ],
      rows: parts.map { part in
        let oracle = part.oracle
        return [
          .text(named(part)), .count(part.questions), .text(result.name(oracle.bestPlan)),
          .measure(oracle.bestAccuracy, .share), .measure(oracle.accuracy, .share), .measure(oracle.tokens, .plain),
          .measure(oracle.gain, .points), .measure(oracle.chance, .points), .count(part.unsolved),
        ]
      })
    return Section(
      id: "oracle-\(place)", short: prefix.isEmpty ? "Oracle" : nil, title: "\(prefix)The oracle",
      lead:
        "Every question under its smallest sufficient plan. What a planner that knows the question could gain at most, "
        + "above what independent answers of the same accuracies would show by luck.",
      content: [
        Figure(
          title: "gain of the oracle over the best single plan",
          caption: "Marks and bars: the gain and its 95 % interval. Shaded: what chance alone gives."
        ).markup(chart.draw), table.markup(title: "oracle"),
      ])
  }

  private var complexity: Section {
    let order = result.plans.indices.sorted {
      (all.points[$0].tokens, $0) < (all.points[$1].tokens, $1)
    }
    let total = Double(max(all.questions, 1))
    func bar(_ name: String, _ count: Int, isApart: Bool = false, remark: String? = nil) -> BarChart.Bar {
      BarChart.Bar(
        name: name, value: Double(count),
        text: "\(NumberText.count(count)), \(NumberText.percent(Double(count) / total)) %", isApart: isApart,
        remark: remark)
    }
    var bars = order.map { plan in
      bar(result.plans[plan].name, all.points[plan].needed, remark: plan == all.sufficientPlan ? "\u{25C2}" : nil)
    }
    bars.append(bar("no plan", all.unsolved, isApart: true))
    let figure = Figure(
      title: "smallest sufficient plan, questions",
      caption: "Cheapest plans first. \u{25C2} marks the dataset's: the smallest plan within "
        + "\(NumberText.percent(all.margin)) points of the best one."
        + (bars.count > BarChart.mostBars ? " The first \(BarChart.mostBars) bars are drawn." : ""))
    let table = DataTable(
      columns: [
        .text("type"), .number("questions"), .text("dataset's plan", file: "plan"), .number("tokens"),
        .number("unsolved"),
      ],
      rows: ([all] + result.types).map { part in
        [
          .text(named(part)), .count(part.questions), .text(result.name(part.sufficientPlan)),
          .number(part.sufficientTokens), .count(part.unsolved),
        ]
      })
    return Section(
      id: "complexity-\(place)", short: prefix.isEmpty ? "Complexity" : nil,
      title: "\(prefix)How much the questions need",
      content: [figure.markup(BarChart(bars: bars, xTitle: "questions").draw), table.markup(title: "complexity")])
  }
}
