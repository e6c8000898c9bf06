import Foundation

/// Writes lines for people to standard error, in colour only on a terminal that wants it.
struct StandardError {
  /// Standard error is a terminal.
  let isTerminal: Bool
  /// Colour is wanted: on a terminal, unless `NO_COLOR` is set or the terminal is dumb (https://no-color.org).
  let usesColour: Bool

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    isTerminal = isatty(STDERR_FILENO) == 1
    let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    usesColour = isTerminal && !refused && environment["TERM"] != "dumb"
  }

  /// An SGR attribute of the terminal.
  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case yellow = "33"
    case cyan = "36"
  }

  func styled(_ text: String, _ style: Style) -> String {
    usesColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  func line(_ text: String = "") { write(text + "\n") }

  func warning(_ text: String) { line("\(styled("warning:", .yellow)) \(text)") }

  func error(_ message: String, hint: String? = nil) {
    line("\(styled("error:", .red)) \(message)")
    if let hint { line("\n\(styled("hint:", .cyan)) \(hint)") }
  }

  func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
