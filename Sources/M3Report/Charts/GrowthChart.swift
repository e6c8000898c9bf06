/// Several measures against one number, each line named at its end.
struct GrowthChart {
  var panel: GrowthResult.Panel

  func draw(_ width: Double, height: Double) -> Canvas {
    let points = panel.lines.flatMap(\.points)
    let values = (points.map(\.y).min() ?? 1, points.map(\.y).max() ?? 10)
    let names = panel.lines.map { TextWidth.of($0.name, size: 12) }.max() ?? 0
    var plot = Plot(
      width: width, height: height, margins: Plot.Margins(left: 52, right: names + 16),
      x: { .logarithmic(points.map(\.x).min() ?? 1, points.map(\.x).max() ?? 10, from: $0, to: $1) },
      y: {
        panel.isLogarithmic
          ? .logarithmic(values.0, values.1, from: $0, to: $1)
          : .linear(.linear(0, values.1, count: 5), from: $0, to: $1)
      },
      xTitle: panel.xTitle, yTitle: panel.yTitle)
    var ends: [Double] = []
    for (number, line) in panel.lines.enumerated() {
      let mark = SeriesMark(number: number)
      let places = line.points.map { (x: plot.x.position($0.x), y: plot.y.position($0.y), point: $0) }
      plot.canvas.path(places.map { ($0.x, $0.y) }, "line \(mark.style)")
      for place in places {
        plot.canvas.mark(
          mark, x: place.x, y: place.y, size: 3.2,
          tip: "\(line.name): \(NumberText.short(place.point.y)) at \(NumberText.short(place.point.x))")
      }
      guard let last = places.last else { continue }
      // Names that would lie on each other make room.
      var y = last.y + 4
      while ends.contains(where: { abs($0 - y) < 13 }) { y -= 1 }
      ends.append(y)
      plot.canvas.text(line.name, x: last.x + 8, y: y, "label")
    }
    return plot.canvas
  }
}
