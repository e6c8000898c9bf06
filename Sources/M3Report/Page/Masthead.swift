/// The head of the page: what it is about, the number, its interval, and what must be said with it.
struct Masthead {
  let report: Report

  /// Also the window's title.
  var title: String {
    let tasks = Set(report.runs.map(\.task)).sorted()
    switch (report.runs.count, tasks.count) {
    case (0, _): return report.trainings.first.map { "Training \($0.name.clipped(to: 60))" } ?? "Report"
    case (1, _): return tasks[0]
    case (let runs, 1): return "\(tasks[0]), \(runs) runs"
    case (let runs, let tasks): return "\(runs) runs of \(tasks) tasks"
    }
  }

  var markup: Markup {
    var parts: [Markup] = [
      .element(
        "div", ["class": "top"],
        .element("p", ["class": "kicker"], kicker),
        .element("button", ["type": "button", "id": "theme", "aria-label": "light or dark"], "Light / dark")),
      .element("h1", title),
    ]
    if report.runs.count == 1 {
      parts.append(.element("p", ["class": "lead"], subtitle(report.runs[0])))
      parts += head(report.runs[0])
    }
    return .element("header", [:], parts)
  }

  private var kicker: String {
    guard let first = report.runs.first else { return "m3-video training" }
    guard report.runs.count == 1 else { return "m3-video comparison" }
    if case .sweep = first.numbers { return "m3-video sweep" }
    return "m3-video evaluation"
  }

  private func subtitle(_ run: RunResult) -> String {
    let questions = "\(NumberText.count(run.questions)) \(run.questions == 1 ? "question" : "questions")"
    let clips = "\(NumberText.count(run.clips)) \(run.clips == 1 ? "clip" : "clips")"
    return "\(questions) on \(clips), answered by \(run.model.clipped(to: 120)), \(run.setting)"
  }

  private func head(_ run: RunResult) -> [Markup] { [Headline(run: run).markup] }
}
