/// A training's losses and measurements over its steps.
struct TrainingSection {
  /// More kinds of questions than this are left out of the drawings.
  static let mostFamilies = 24

  let training: TrainingResult
  let number: Int
  /// The page is about nothing else, and named after it.
  let isAlone: Bool

  var section: Section {
    var content: [Markup] = [Section.warning(training.notes)]
    for stage in training.stages { content += self.stage(stage) }
    return Section(
      id: "training-\(number)", short: "Training",
      title: isAlone ? "Losses and measurements" : "Training \(training.name.clipped(to: 60))",
      lead: "\(training.stages.count) \(training.stages.count == 1 ? "stage" : "stages"), "
        + "\(NumberText.count(training.stages.reduce(0) { $0 + $1.steps })) steps in all.",
      content: content)
  }

  private func stage(_ stage: TrainingResult.Stage) -> [Markup] {
    var content: [Markup] = [
      .element("h3", "Stage \(stage.name.clipped(to: 60))"),
      Section.note(
        "\(NumberText.count(stage.steps)) steps, \(NumberText.count(stage.tokens)) tokens through the language model, "
          + "\(NumberText.short(stage.seconds)) s by the last entry's clock."),
    ]
    if !stage.losses.isEmpty { content.append(lines(stage.losses, title: lossTitle(stage), yTitle: "loss")) }
    if !stage.heldOutLosses.isEmpty {
      content.append(
        lines(stage.heldOutLosses, title: "loss on held-out scenes", yTitle: "loss", hasMarks: true))
    }
    content += accuracies(stage.accuracies)
    return content
  }

  /// Stages on clips and pictures have a loss for every plan (`24x9`), others for every task.
  private func lossTitle(_ stage: TrainingResult.Stage) -> String {
    let isByPlan = stage.losses.contains { $0.name.wholeMatch(of: /[0-9]+x[0-9]+/) != nil }
    return isByPlan ? "loss by frames x scale" : "loss by task"
  }

  private func lines(
    _ curves: [TrainingResult.Curve], title: String, yTitle: String, hasMarks: Bool = false, isShare: Bool = false
  ) -> Markup {
    let marked = curves.enumerated().map { (mark: SeriesMark(number: $0.offset), curve: $0.element) }
    let chart = LineChart(curves: marked, yTitle: yTitle, isShare: isShare, hasMarks: hasMarks)
    let longest = curves.map(\.points.count).max() ?? 0
    return Figure(
      title: title,
      caption: longest > LineChart.mostPoints
        ? "Each point is the mean of about \(NumberText.count(longest / LineChart.mostPoints)) entries." : nil,
      legend: Figure.legend(marked.map { ($0.mark, $0.curve.name) })
    ).markup { chart.draw($0) }
  }

  private func accuracies(_ families: [TrainingResult.Family]) -> [Markup] {
    guard !families.isEmpty else { return [] }
    var content: [Markup]
    if families.allSatisfy({ $0.curves.count == 1 }) {
      let curves = families.prefix(Self.mostFamilies).compactMap { family in
        family.curves.first.map { TrainingResult.Curve(name: family.name, points: $0.points) }
      }
      content = [
        lines(
          curves, title: "accuracy on held-out scenes", yTitle: "accuracy in %", hasMarks: true, isShare: true)
      ]
    } else {
      var names: [String] = []
      for curve in families.flatMap(\.curves) where !names.contains(curve.name) { names.append(curve.name) }
      func mark(_ name: String) -> SeriesMark { SeriesMark(number: names.firstIndex(of: name) ?? 0) }
      let small = families.prefix(Self.mostFamilies).map { family in
        Figure(title: family.name.clipped(to: 60)).markup(
          small: LineChart(
            curves: family.curves.map { (mark($0.name), $0) }, yTitle: "accuracy in %", isShare: true, hasMarks: true
          ).draw(Figure.narrow, height: 210))
      }
      content = [
        .element("h4", "Accuracy on held-out scenes by kind of question"),
        Figure.legend(names.map { (mark($0), $0) }), Section.row(Array(small)),
      ]
    }
    if families.count > Self.mostFamilies {
      content.append(Section.note("The first \(Self.mostFamilies) of \(families.count) kinds are drawn."))
    }
    content.append(Section.folded("Last measurement as a table", table(families).markup(title: "accuracy")))
    return content
  }

  private func table(_ families: [TrainingResult.Family]) -> DataTable {
    DataTable(
      columns: [.text("kind"), .text("plan"), .number("step"), .number("accuracy in %", file: "accuracy")],
      rows: families.flatMap { family in
        family.curves.compactMap { curve in
          curve.points.last.map { point in
            [
              .text(family.name), .text(curve.name), .count(point.step),
              DataTable.Cell(
                text: NumberText.percent(point.value), order: point.value, file: [NumberText.plain(point.value)]),
            ]
          }
        }
      })
  }
}
