import M3Core

/// Wrong usage in this program's own form, from the text that the argument parser gives.
struct UsageError {
  /// What is wrong, in lower case and without a full stop.
  let message: String
  /// How the command is used.
  let hint: String?

  /// - Parameter text: "Error: ...", then perhaps "Help: ...", "Usage: ..." and "See '...' for more information."
  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func isUsage(_ line: String) -> Bool { line.lowercased().hasPrefix("usage: ") }
    let message = lines.prefix { !$0.hasPrefix("Help:  ") && !isUsage($0) && !$0.hasPrefix("OVERVIEW: ") }
      .joined(separator: " ").trimmedSpaces
    self.message = Self.sentence(message).escapedForTerminal
    let usage = lines.first(where: isUsage).map { String($0.dropFirst("usage: ".count)) }
    let help = text.firstMatch(of: /See '([^']+)' for/).map { "`\($0.1)` says more" }
    let parts = [usage.map { "use it as `\($0)`" }, help].compactMap { $0 }
    hint = parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// Without "Error: " and the full stop, beginning in lower case.
  private static func sentence(_ text: String) -> String {
    var text = text.hasPrefix("Error: ") ? text.dropFirst("Error: ".count) : text[...]
    if text.hasSuffix(".") { text = text.dropLast() }
    guard let first = text.first else { return "wrong usage" }
    return (first.lowercased() + text.dropFirst())
      .replacing(". Please provide one of ", with: "; it can be ").replacing(". Did you mean ", with: "; did you mean ")
  }
}

extension String {
  fileprivate var trimmedSpaces: String {
    var text = self[...]
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
