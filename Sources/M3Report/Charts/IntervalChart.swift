/// A line for each thing that was measured: its value as a mark, its 95 % interval as a bar.
struct IntervalChart {
  struct Line {
    var name: String
    var measure: Measure
    var mark = SeriesMark(number: 0)
    /// A range to compare with, drawn as a band.
    var band: (low: Double, high: Double)?
  }

  /// More lines than this stand in the table only.
  static let mostLines = 40

  var lines: [Line]
  var unit: MeasureUnit
  var xTitle: String
  /// A value that all are compared with, for instance the mean of all or zero.
  var reference: Double?

  func draw(_ width: Double) -> Canvas {
    let shown = lines.prefix(Self.mostLines)
    let isNarrow = width < 500
    let names = shown.map { TextWidth.of($0.name, size: 12) }.max() ?? 0
    let left = isNarrow ? 10 : min(max(names + 16, 60), width * 0.36)
    let valueWidth = 52.0
    let rowHeight = isNarrow ? 44.0 : 26.0
    let top = 8.0
    let bottom = top + rowHeight * Double(shown.count) + 2
    let right = width - valueWidth
    var canvas = Canvas(width: width, height: bottom + 40)
    let values =
      shown.flatMap { line in
        [line.measure.value, line.measure.low, line.measure.high, line.band?.low, line.band?.high].compactMap { $0 }
      } + [reference].compactMap { $0 }
    let axis = Axis.linear(
      .linear(
        unit.onAxis(values.min() ?? 0), unit.onAxis(values.max() ?? 1), count: isNarrow ? 4 : 6), from: left, to: right)
    for tick in axis.ticks.ticks {
      let x = axis.position(tick.value)
      canvas.line(x, top, x, bottom, "grid")
      canvas.text(tick.label, x: x, y: bottom + 16, "tick", anchor: .middle)
    }
    canvas.line(left, bottom, right, bottom, "axis")
    if let reference {
      let x = axis.position(unit.onAxis(reference))
      canvas.line(x, top, x, bottom, "reference")
    }
    for (place, line) in shown.enumerated() {
      let begin = top + Double(place) * rowHeight
      let y = isNarrow ? begin + 29 : begin + rowHeight / 2
      if isNarrow {
        canvas.text(TextWidth.fit(line.name, into: right - left, size: 12), x: left, y: begin + 15, "label")
      } else {
        canvas.text(TextWidth.fit(line.name, into: left - 14, size: 12), x: left - 12, y: y + 4, "label", anchor: .end)
      }
      draw(line, y: y, axis: axis, on: &canvas)
      canvas.text(unit.text(line.measure.value), x: width - 4, y: y + 4, "value", anchor: .end)
    }
    canvas.text(xTitle, x: (left + right) / 2, y: bottom + 34, "title", anchor: .middle)
    return canvas
  }

  private func draw(_ line: Line, y: Double, axis: Axis, on canvas: inout Canvas) {
    func x(_ value: Double) -> Double { axis.position(unit.onAxis(value)) }
    if let band = line.band {
      canvas.box(x: x(band.low), y: y - 7, width: max(3, x(band.high) - x(band.low)), height: 14, "band")
    }
    if let low = line.measure.low, let high = line.measure.high {
      canvas.line(x(low), y, x(high), y, "whisker wide \(line.mark.style)")
    }
    let count = line.measure.count > 0 ? "\n\(NumberText.count(line.measure.count)) questions" : ""
    let band = line.band.map { "\nby chance \(unit.text($0.low)) to \(unit.text($0.high))" } ?? ""
    canvas.mark(
      line.mark, x: x(line.measure.value), y: y, tip: "\(line.name): \(unit.text(line.measure))\(count)\(band)")
  }
}
