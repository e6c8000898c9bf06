/// A drawing in SVG: shapes with classes of the page's style sheet, at places in pixels.
struct Canvas {
  let width: Double
  let height: Double
  private var content = Markup.nothing

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  enum Anchor: String { case start, middle, end }

  mutating func add(_ markup: Markup) { content += markup }

  mutating func text(
    _ text: String, x: Double, y: Double, _ style: String = "label", anchor: Anchor = .start, turned: Double? = nil
  ) {
    let turn = turned.map { " rotate(\(Self.number($0)))" } ?? ""
    add(
      .element(
        "text",
        [
          "transform": "translate(\(Self.number(x)) \(Self.number(y)))\(turn)", "class": style,
          "text-anchor": anchor.rawValue,
        ], text))
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    add(
      .leaf(
        "line",
        [
          "x1": Self.number(x1), "y1": Self.number(y1), "x2": Self.number(x2), "y2": Self.number(y2), "class": style,
        ]))
  }

  mutating func path(_ points: [(x: Double, y: Double)], _ style: String, steps: Bool = false) {
    guard let first = points.first else { return }
    var data = "M\(Self.number(first.x)) \(Self.number(first.y))"
    for point in points.dropFirst() {
      data +=
        steps ? "H\(Self.number(point.x))V\(Self.number(point.y))" : "L\(Self.number(point.x)) \(Self.number(point.y))"
    }
    add(.leaf("path", ["d": data, "class": style]))
  }

  /// A box; `tip` is what it says when it is pointed at.
  mutating func box(
    x: Double, y: Double, width: Double, height: Double, _ style: String, inline: String = "", tip: String? = nil
  ) {
    let attributes: KeyValuePairs<StaticString, String> = [
      "x": Self.number(x), "y": Self.number(y), "width": Self.number(max(0, width)),
      "height": Self.number(max(0, height)), "rx": "2", "class": style, "style": inline,
    ]
    guard let tip else { return add(.leaf("rect", attributes)) }
    add(.element("rect", attributes, [.element("title", tip)]))
  }

  /// A mark of a series: shapes differ as well as colours.
  ///
  /// - Parameters:
  ///   - isHollow: only an outline.
  ///   - isBare: without the rim that sets it off from what lies under it.
  mutating func mark(
    _ series: SeriesMark, x: Double, y: Double, size: Double = 4.5, isHollow: Bool = false, isBare: Bool = false,
    tip: String
  ) {
    let style = "mark \(series.style)\(isHollow ? " hollow" : "")\(isBare ? " bare" : "")"
    add(
      .element(
        "path",
        [
          "transform": "translate(\(Self.number(x)) \(Self.number(y)))", "d": series.shape(size),
          "class": style, "tabindex": "0",
        ], [.element("title", tip)]))
  }

  /// What has been drawn, for a drawing around it.
  var drawing: Markup { content }

  /// The drawing as an element.
  ///
  /// - Parameter label: what a person who cannot see it is told.
  func markup(label: String, style: String = "") -> Markup {
    .element(
      "svg",
      [
        "viewBox": "0 0 \(Self.number(width)) \(Self.number(height))", "class": "chart \(style)", "role": "img",
        "aria-label": label, "style": "max-width:\(Self.number(width))px",
      ], [content])
  }

  /// To a tenth of a pixel.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let rest = tenths.magnitude % 10
    return "\(sign)\(tenths.magnitude / 10)\(rest == 0 ? "" : ".\(rest)")"
  }
}
