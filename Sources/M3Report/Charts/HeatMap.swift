/// Accuracy by frames (down) and tokens a frame (across).
struct HeatMap {
  struct Cell: Equatable {
    let accuracy: Measure
    let tokens: Double
    let isOnFront: Bool
    let name: String
  }

  struct Row: Equatable {
    /// For instance `4`, or `max in 720`.
    let name: String
    /// One a scale; nil where the sweep has no such plan.
    let cells: [Cell?]
  }

  /// Ascending.
  let scales: [Int]
  /// Ascending; as many as a budget buys last, a row for each budget.
  let rows: [Row]
  /// The best cell's name.
  let best: String
  /// Ends of the colours, in per cent.
  let ticks: Ticks

  init(_ plans: [SweepResult.Plan], _ part: SweepResult.Part) {
    scales = Set(plans.map(\.scale)).sorted()
    struct Key: Hashable {
      let frames: Int?
      let budget: Int?
    }
    let keys = Set(plans.map { Key(frames: $0.frames, budget: $0.budget) })
      .sorted { ($0.frames ?? .max, $0.budget ?? 0) < ($1.frames ?? .max, $1.budget ?? 0) }
    let scales = scales
    rows = keys.map { key in
      Row(
        name: key.frames.map(NumberText.count) ?? key.budget.map { "max in \(NumberText.count($0))" } ?? "max",
        cells: scales.map { scale in
          zip(plans, part.points)
            .first { $0.0.scale == scale && $0.0.frames == key.frames && $0.0.budget == key.budget }
            .map { plan, point in
              Cell(accuracy: point.accuracy, tokens: point.tokens, isOnFront: point.isOnFront, name: plan.name)
            }
        })
    }
    best = plans.indices.contains(part.oracle.bestPlan) ? plans[part.oracle.bestPlan].name : ""
    let values = part.points.map { $0.accuracy.value * 100 }
    ticks = .linear(values.min() ?? 0, values.max() ?? 100, count: 5)
  }

  /// Where a cell's colour lies between the palest (0) and the strongest (1).
  func strength(_ cell: Cell) -> Double {
    let value = cell.accuracy.value * 100
    return ticks.high > ticks.low ? min(1, max(0, (value - ticks.low) / (ticks.high - ticks.low))) : 0
  }

  /// - Parameter width: pixels that it may take.
  func draw(_ width: Double) -> Canvas {
    let names = rows.map { TextWidth.of($0.name, size: 12) }.max() ?? 0
    let left = max(30, names + 34)
    let count = Double(max(scales.count, 1))
    let cellWidth = min(112, max(34, (width - left - 4) / count))
    let cellHeight = min(46, max(32, cellWidth * 0.62))
    let top = 42.0
    let bottom = top + cellHeight * Double(rows.count)
    let right = left + cellWidth * count
    var canvas = Canvas(width: max(right + 4, min(width, 300)), height: bottom + 54)
    canvas.text("tokens a frame", x: (left + right) / 2, y: 13, "title", anchor: .middle)
    canvas.text("frames", x: 12, y: (top + bottom) / 2, "title", anchor: .middle, turned: -90)
    for (column, scale) in scales.enumerated() {
      let middle = left + (Double(column) + 0.5) * cellWidth
      canvas.text(NumberText.count(scale), x: middle, y: top - 9, "tick", anchor: .middle)
    }
    for (line, row) in rows.enumerated() {
      let y = top + Double(line) * cellHeight
      canvas.text(row.name, x: left - 8, y: y + cellHeight / 2 + 4, "tick", anchor: .end)
      for (column, cell) in row.cells.enumerated() {
        draw(cell, x: left + Double(column) * cellWidth, y: y, width: cellWidth, height: cellHeight, on: &canvas)
      }
    }
    legend(on: &canvas, x: left, y: bottom + 16, width: min(right - left - 16, 240))
    return canvas
  }

  private func draw(_ cell: Cell?, x: Double, y: Double, width: Double, height: Double, on canvas: inout Canvas) {
    guard let cell else {
      return canvas.box(x: x + 1.5, y: y + 1.5, width: width - 3, height: height - 3, "cell none")
    }
    let strength = strength(cell)
    let unit = MeasureUnit.share
    var tip = "\(cell.name): \(unit.text(cell.accuracy))\n\(NumberText.short(cell.tokens)) tokens on average"
    if cell.isOnFront { tip += "\nnothing is both cheaper and better" }
    canvas.box(
      x: x + 1.5, y: y + 1.5, width: width - 3, height: height - 3, cell.name == best ? "cell best" : "cell",
      inline: "--t:\(Canvas.number(strength * 100))%", tip: tip)
    canvas.text(
      NumberText.percent(cell.accuracy.value), x: x + width / 2, y: y + height / 2 + 4,
      strength > 0.55 ? "value on" : "value", anchor: .middle)
    if cell.isOnFront {
      canvas.text("\u{2022}", x: x + width - 6, y: y + 11, strength > 0.55 ? "value on" : "value", anchor: .middle)
    }
  }

  private func legend(on canvas: inout Canvas, x: Double, y: Double, width: Double) {
    let steps = 24
    for step in 0..<steps {
      canvas.box(
        x: x + width * Double(step) / Double(steps), y: y, width: width / Double(steps) + 0.3, height: 9, "cell plain",
        inline: "--t:\(Canvas.number((Double(step) + 0.5) / Double(steps) * 100))%")
    }
    let axis = Axis.linear(ticks, from: x, to: x + width)
    for tick in ticks.ticks {
      canvas.text("\(tick.label)", x: axis.position(tick.value), y: y + 23, "tick", anchor: .middle)
    }
    canvas.text("%", x: x + width + 8, y: y + 9, "tick")
  }
}
