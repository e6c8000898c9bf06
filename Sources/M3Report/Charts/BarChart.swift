/// Horizontal bars from zero.
struct BarChart {
  struct Bar {
    var name: String
    var value: Double
    /// Behind the bar, and when it is pointed at.
    var text: String
    /// Drawn in another way than the rest.
    var isApart = false
    /// A word behind the name.
    var remark: String?
  }

  /// More bars than this stand in the table only.
  static let mostBars = 60

  var bars: [Bar]
  var xTitle: String

  func draw(_ width: Double) -> Canvas {
    let shown = bars.prefix(Self.mostBars)
    func label(_ bar: Bar) -> String { bar.remark.map { "\(bar.name) \($0)" } ?? bar.name }
    let names = shown.map { TextWidth.of(label($0), size: 12) }.max() ?? 0
    let left = min(max(names + 16, 50), width * 0.42)
    let texts = shown.map { TextWidth.of($0.text, size: 12) }.max() ?? 0
    let right = width - min(texts + 12, width * 0.3)
    let rowHeight = 22.0
    let bottom = 6 + rowHeight * Double(shown.count)
    var canvas = Canvas(width: width, height: bottom + 40)
    let axis = Axis.linear(
      .linear(0, shown.map(\.value).max() ?? 1, count: width < 500 ? 3 : 6), from: left, to: right)
    for tick in axis.ticks.ticks {
      let x = axis.position(tick.value)
      canvas.line(x, 6, x, bottom, "grid")
      canvas.text(tick.label, x: x, y: bottom + 16, "tick", anchor: .middle)
    }
    for (place, bar) in shown.enumerated() {
      let y = 6 + Double(place) * rowHeight
      canvas.text(
        TextWidth.fit(label(bar), into: left - 12, size: 12), x: left - 9, y: y + rowHeight / 2 + 4, "label",
        anchor: .end)
      let end = axis.position(bar.value)
      canvas.box(
        x: left, y: y + 3, width: bar.value > 0 ? max(1, end - left) : 0, height: rowHeight - 6,
        bar.isApart ? "bar apart" : "bar", tip: "\(label(bar)): \(bar.text)")
      canvas.text(bar.text, x: end + 6, y: y + rowHeight / 2 + 4, "value")
    }
    canvas.line(left, 6, left, bottom, "axis")
    canvas.text(xTitle, x: (left + right) / 2, y: bottom + 34, "title", anchor: .middle)
    return canvas
  }
}
