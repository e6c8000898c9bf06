/// A canvas with two axes, grid lines, labels and units.
struct Plot {
  struct Margins {
    var left = 46.0
    var right = 14.0
    var top = 14.0
    var bottom = 40.0
  }

  var canvas: Canvas
  let x: Axis
  let y: Axis

  /// - Parameters:
  ///   - x: makes the axis from its ends in pixels.
  ///   - xTitle: with its unit.
  init(
    width: Double, height: Double, margins: Margins = Margins(), x: (Double, Double) -> Axis,
    y: (Double, Double) -> Axis, xTitle: String, yTitle: String
  ) {
    canvas = Canvas(width: width, height: height)
    self.x = x(margins.left, width - margins.right)
    self.y = y(height - margins.bottom, margins.top)
    let bottom = height - margins.bottom
    for tick in self.y.ticks.ticks {
      let place = self.y.position(tick.value)
      canvas.line(margins.left, place, width - margins.right, place, "grid")
      if !tick.label.isEmpty { canvas.text(tick.label, x: margins.left - 7, y: place + 4, "tick", anchor: .end) }
    }
    var lastLabel = -Double.infinity
    for tick in self.x.ticks.ticks {
      let place = self.x.position(tick.value)
      canvas.line(place, bottom, place, bottom + (tick.label.isEmpty ? 3 : 5), "axis")
      let half = TextWidth.of(tick.label, size: 11) / 2
      guard !tick.label.isEmpty, place - half > lastLabel + 4 else { continue }
      canvas.text(tick.label, x: place, y: bottom + 17, "tick", anchor: .middle)
      lastLabel = place + half
    }
    canvas.line(margins.left, bottom, width - margins.right, bottom, "axis")
    canvas.text(xTitle, x: (margins.left + width - margins.right) / 2, y: height - 5, "title", anchor: .middle)
    canvas.text(yTitle, x: 11, y: (margins.top + bottom) / 2, "title", anchor: .middle, turned: -90)
  }
}
