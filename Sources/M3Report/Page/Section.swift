/// A part of the page with a heading that can be linked to.
struct Section {
  /// Of this module's making: letters, digits and hyphens.
  let id: String
  /// In the navigation; nil for a section that is not listed there.
  let short: String?
  let title: String
  /// One sentence under the heading.
  var lead: String?
  var content: [Markup]

  var markup: Markup {
    var parts: [Markup] = [.element("h2", title)]
    if let lead { parts.append(.element("p", ["class": "lead"], lead)) }
    return .element("section", ["id": id], parts + content)
  }

  /// A remark that must not be missed.
  static func warning(_ sentences: [String]) -> Markup {
    guard !sentences.isEmpty else { return .nothing }
    return .element("ul", ["class": "warning"], sentences.map { .element("li", $0) })
  }

  static func note(_ text: String) -> Markup { .element("p", ["class": "note"], text) }

  /// What opens on a click.
  static func folded(_ title: String, _ content: Markup...) -> Markup {
    .element("details", [:], [.element("summary", title)] + content)
  }

  /// Charts or cards side by side where there is room.
  static func row(_ content: [Markup]) -> Markup { .element("div", ["class": "row"], content) }

  /// A number that stands out, with its name and what belongs beside it.
  static func figure(_ value: String, unit: String = "", name: String, aside: String? = nil, isMain: Bool = false)
    -> Markup
  {
    .element(
      "div", ["class": isMain ? "number main" : "number"],
      .element("p", ["class": "name"], name),
      .element("p", ["class": "value"], [.text(value), unit.isEmpty ? .nothing : .element("span", unit)]),
      aside.map { .element("p", ["class": "aside"], $0) } ?? .nothing)
  }
}
