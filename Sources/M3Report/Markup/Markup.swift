/// HTML or SVG in which all foreign text has been escaped.
///
/// Names of elements and attributes are literals of this module, everything else is a value, so that a file's text can
/// never become markup.
struct Markup: Equatable, Sendable {
  private(set) var html: String

  private init(html: String) { self.html = html }

  static let nothing = Markup(html: "")

  /// Text for people to read.
  static func text(_ text: String) -> Markup { Markup(html: text.escapedForHTML) }

  /// The content of a `style` or `script` element, which has no escapes.
  ///
  /// - Precondition: the text cannot end its element: it comes from this module, or from `ScriptText`.
  static func verbatim(_ text: String) -> Markup {
    precondition(!text.contains("</"), "nothing in the text ends an element")
    return Markup(html: text)
  }

  /// An element with content.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ content: Markup...
  ) -> Markup {
    element(name, attributes, content)
  }

  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ content: [Markup]
  ) -> Markup {
    var html = opening(name, attributes) + ">"
    for part in content { html += part.html }
    return Markup(html: html + "</\(name)>")
  }

  /// An element with text.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String
  ) -> Markup {
    element(name, attributes, [.text(text)])
  }

  static func element(_ name: StaticString, _ text: String) -> Markup { element(name, [:], [.text(text)]) }

  /// An element that never has content: a void element of HTML, or a shape of SVG.
  static func leaf(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) -> Markup {
    Markup(html: opening(name, attributes) + "/>")
  }

  static func joined(_ parts: [Markup]) -> Markup { Markup(html: parts.map(\.html).joined()) }

  static func + (left: Markup, right: Markup) -> Markup { Markup(html: left.html + right.html) }

  static func += (left: inout Markup, right: Markup) { left.html += right.html }

  private static func opening(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> String {
    var html = "<\(name)"
    for (name, value) in attributes where !(value.isEmpty && ["class", "style"].contains("\(name)")) {
      html += " \(name)=\"\(value.escapedForHTML)\""
    }
    return html
  }
}
