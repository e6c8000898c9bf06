/// Values over steps, a line a series.
struct LineChart {
  /// More points of a curve are averaged into so many.
  static let mostPoints = 240

  var curves: [(mark: SeriesMark, curve: TrainingResult.Curve)]
  var yTitle: String
  /// Values are shares, drawn in per cent from 0 to 100.
  var isShare = false
  /// Marks stand at the points: for few of them.
  var hasMarks = false

  func draw(_ width: Double, height: Double? = nil) -> Canvas {
    let factor = isShare ? 100.0 : 1
    let drawn = curves.map { (mark: $0.mark, name: $0.curve.name, points: Self.thinned($0.curve.points)) }
    let values = drawn.flatMap { $0.points.map { $0.value * factor } }
    let steps = drawn.flatMap { $0.points.map { Double($0.step) } }
    let isNarrow = width < 500
    var plot = Plot(
      width: width, height: height ?? max(230, width * 0.42),
      x: {
        .linear(.linear(steps.min() ?? 0, steps.max() ?? 1, count: isNarrow ? 4 : 8, spans: false), from: $0, to: $1)
      },
      y: {
        .linear(
          isShare ? .linear(0, 100, count: 5) : .linear(min(0, values.min() ?? 0), values.max() ?? 1, count: 5),
          from: $0, to: $1)
      }, xTitle: "step", yTitle: yTitle)
    for one in drawn {
      let places = one.points.map {
        (x: plot.x.position(Double($0.step)), y: plot.y.position($0.value * factor), point: $0)
      }
      plot.canvas.path(places.map { ($0.x, $0.y) }, "line \(one.mark.style)")
      // Points of long lines are too close for marks, yet their values are to be had.
      let every = hasMarks ? 1 : max(1, places.count / 24)
      for (number, place) in places.enumerated() where number % every == 0 || number == places.count - 1 {
        let value =
          isShare ? NumberText.percent(place.point.value) + " %" : NumberText.fixed(place.point.value, digits: 3)
        plot.canvas.mark(
          one.mark, x: place.x, y: place.y, size: hasMarks ? 3.6 : 2, isBare: !hasMarks,
          tip: "\(one.name): \(value)\nstep \(NumberText.count(place.point.step))")
      }
    }
    return plot.canvas
  }

  /// Means over stretches of equally many points, at the stretch's last step.
  static func thinned(_ points: [TrainingResult.Point]) -> [TrainingResult.Point] {
    guard points.count > mostPoints else { return points }
    return (0..<mostPoints).map { place in
      let part = points[(place * points.count / mostPoints)..<((place + 1) * points.count / mostPoints)]
      return TrainingResult.Point(
        step: part.last?.step ?? 0, value: part.reduce(0) { $0 + $1.value } / Double(part.count))
    }
  }
}
