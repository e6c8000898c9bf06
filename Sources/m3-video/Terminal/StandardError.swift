import Foundation

/// Writes lines for people to standard error, in colour only on a terminal that wants it.
struct StandardError {
  /// Standard error is a terminal.
  let isTerminal: Bool
  /// Colour is wanted: on a terminal, unless `NO_COLOR` is set or the terminal is dumb (https://no-color.org).
  let usesColour: Bool

  init(environment: [String: String] = ProcessEnvironment.atStart) {
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

  /// Writes as much as can be written; there is no place to tell of a failure.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { unsafe Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
