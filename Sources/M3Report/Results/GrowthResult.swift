/// How seconds and memory grow with frames and with tokens, as panels of one drawing.
public struct GrowthResult: Equatable, Sendable {
  /// Values above 0 against numbers above 0, which are drawn logarithmic.
  public struct Panel: Equatable, Sendable {
    /// With its unit.
    public var xTitle: String
    /// With its unit.
    public var yTitle: String
    /// Logarithmic values too, so that what grows as its number does has a slope of one; else from 0.
    public var isLogarithmic: Bool
    public var lines: [Line]

    public init(xTitle: String, yTitle: String, isLogarithmic: Bool, lines: [Line]) {
      self.xTitle = xTitle
      self.yTitle = yTitle
      self.isLogarithmic = isLogarithmic
      self.lines = lines
    }
  }

  public struct Line: Equatable, Sendable {
    public var name: String
    public var points: [Point]

    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  public struct Point: Equatable, Sendable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  public var panels: [Panel]

  public init(panels: [Panel]) { self.panels = panels }

  /// An SVG file that needs nothing else, panels side by side in rows of two.
  public func svg() -> String {
    let (width, height, gap) = (430.0, 270.0, 20.0)
    let rows = Double((panels.count + 1) / 2)
    let size = (width: 2 * width + gap, height: rows * (height + gap))
    var parts = [
      Markup.element("style", [:], .verbatim(PageFile.style)),
      .leaf("rect", ["width": "100%", "height": "100%", "style": "fill:var(--card)"]),
    ]
    for (number, panel) in panels.enumerated() {
      let x = Double(number % 2) * (width + gap)
      let y = Double(number / 2) * (height + gap) + gap / 2
      parts.append(
        .element(
          "svg",
          [
            "x": Canvas.number(x), "y": Canvas.number(y), "width": Canvas.number(width),
            "height": Canvas.number(height),
          ], [GrowthChart(panel: panel).draw(width, height: height).drawing]))
    }
    return Markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": "0 0 \(Canvas.number(size.width)) \(Canvas.number(size.height))",
        "class": "chart", "font-family": "system-ui, sans-serif",
      ], parts
    ).html + "\n"
  }
}
