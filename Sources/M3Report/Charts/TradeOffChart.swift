/// Accuracy against visual tokens (logarithmic), with the Pareto front.
struct TradeOffChart {
  /// The plans of one sweep.
  struct Series {
    var name: String
    var mark: SeriesMark
    var points: [(name: String, point: SweepResult.Point)]
  }

  var series: [Series]
  /// The oracle's accuracy and tokens, where one is to be shown.
  var oracle: SweepResult.Oracle?
  /// Beside points of the front.
  var showsNames = true
  var showsIntervals = true

  func draw(_ width: Double, height: Double? = nil) -> Canvas {
    let all = series.flatMap(\.points).map(\.point)
    var tokens = all.map { max($0.tokens, 0.5) }
    var values = all.map { $0.accuracy.value * 100 }
    if showsIntervals {
      values += all.flatMap { [$0.accuracy.low, $0.accuracy.high].compactMap { $0 }.map { $0 * 100 } }
    }
    if let oracle {
      tokens.append(max(oracle.tokens.value, 0.5))
      values.append(oracle.accuracy.value * 100)
    }
    let range = (tokens.min() ?? 1, tokens.max() ?? 10)
    var plot = Plot(
      width: width, height: height ?? max(250, width * 0.5),
      x: { .logarithmic(range.0, range.1, from: $0, to: $1) },
      y: { .linear(.linear(values.min() ?? 0, values.max() ?? 100, count: 5), from: $0, to: $1) },
      xTitle: "visual tokens a question, mean (log)", yTitle: "accuracy in %")
    for one in series { draw(one, on: &plot) }
    if let oracle { draw(oracle, on: &plot) }
    if showsNames { names(on: &plot, width: width) }
    return plot.canvas
  }

  private func draw(_ series: Series, on plot: inout Plot) {
    let front = series.points.filter(\.point.isOnFront).sorted { $0.point.tokens < $1.point.tokens }
    plot.canvas.path(
      front.map { (plot.x.position($0.point.tokens), plot.y.position($0.point.accuracy.value * 100)) },
      "front \(series.mark.style)", steps: true)
    for (name, point) in series.points {
      let x = plot.x.position(point.tokens)
      if showsIntervals, let low = point.accuracy.low, let high = point.accuracy.high {
        plot.canvas.line(
          x, plot.y.position(low * 100), x, plot.y.position(high * 100), "whisker \(series.mark.style)")
      }
      let title = self.series.count > 1 ? "\(series.name), \(name)" : name
      plot.canvas.mark(
        series.mark, x: x, y: plot.y.position(point.accuracy.value * 100), isHollow: !point.isOnFront,
        tip: "\(title): \(MeasureUnit.share.text(point.accuracy))\n\(NumberText.short(point.tokens)) tokens on average"
          + (point.isOnFront ? "\nnothing is both cheaper and better" : ""))
    }
  }

  private func draw(_ oracle: SweepResult.Oracle, on plot: inout Plot) {
    let x = plot.x.position(oracle.tokens.value)
    let y = plot.y.position(oracle.accuracy.value * 100)
    plot.canvas.mark(
      SeriesMark(number: 2), x: x, y: y, size: 6,
      tip:
        "oracle: \(MeasureUnit.share.text(oracle.accuracy))\n\(NumberText.short(oracle.tokens.value)) tokens on average"
    )
    plot.canvas.text("oracle", x: x + 10, y: y + 4, "label")
  }

  /// Names of the front's points, left out where they would lie on each other.
  private func names(on plot: inout Plot, width: Double) {
    var taken: [(x: ClosedRange<Double>, y: ClosedRange<Double>)] = []
    if let oracle {
      let (x, y) = (plot.x.position(oracle.tokens.value), plot.y.position(oracle.accuracy.value * 100))
      taken.append((x: (x - 8)...(x + 52), y: (y - 9)...(y + 9)))
    }
    for one in series {
      for (name, point) in one.points where point.isOnFront {
        let half = TextWidth.of(name, size: 11) / 2
        let x = min(max(plot.x.position(point.tokens), 48 + half), width - 8 - half)
        let y = plot.y.position(point.accuracy.value * 100) - 10
        let box = (x: (x - half - 3)...(x + half + 3), y: (y - 10)...(y + 3))
        guard y > 12, !taken.contains(where: { $0.x.overlaps(box.x) && $0.y.overlaps(box.y) }) else { continue }
        taken.append(box)
        plot.canvas.text(name, x: x, y: y, "label", anchor: .middle)
      }
    }
  }
}
