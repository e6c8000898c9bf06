/// A chart with its heading, drawn for wide and for narrow screens, as text does not shrink with its drawing.
struct Figure {
  /// Pixels that a drawing has on a wide and on a narrow screen.
  static let wide = 870.0
  static let narrow = 336.0

  var title: String
  /// What is to be seen and how to read it.
  var caption: String?
  /// Extra content under the heading, such as a legend.
  var legend = Markup.nothing

  /// - Parameter draw: draws for a width; twice, as the page shows one or the other.
  func markup(_ draw: (Double) -> Canvas) -> Markup {
    framed(
      draw(Self.wide).markup(label: title, style: "wide") + draw(Self.narrow).markup(label: title, style: "narrow"))
  }

  /// Drawings that are small enough for all screens.
  func markup(small: Canvas) -> Markup { framed(small.markup(label: title)) }

  private func framed(_ drawing: Markup) -> Markup {
    var content: [Markup] = [.element("h4", title), legend, drawing]
    if let caption { content.append(.element("p", caption)) }
    return .element("figure", [:], [.element("div", ["class": "figure"], content)])
  }

  /// Names of series beside their marks.
  static func legend(_ names: [(mark: SeriesMark, name: String)]) -> Markup {
    let items = names.map { mark, name in
      var canvas = Canvas(width: 14, height: 14)
      canvas.add(
        .leaf("path", ["transform": "translate(7 7)", "d": mark.shape(4.5), "class": "mark \(mark.style)"]))
      return Markup.element("li", [:], [canvas.markup(label: "", style: "key"), .text(name)])
    }
    return .element("ul", ["class": "legend"], items)
  }
}
