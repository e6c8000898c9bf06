import M3Core
import M3Evaluate
import TextTable

/// A run's numbers as text for a terminal.
enum RunText {
  /// Done, rate, time left, running accuracy.
  static func progress(_ progress: RunProgress, seconds: Double) -> String {
    var parts = ["\(progress.done)/\(progress.total)"]
    let made = progress.done - progress.kept
    if made > 0, seconds > 0 {
      let rate = Double(made) / seconds
      parts.append(rate >= 1 ? "\(rate.tenths) a second" : "\((1 / rate).tenths) s each")
      parts.append("\(left(Double(progress.total - progress.done) / rate)) left")
    }
    if let accuracy = progress.accuracy { parts.append("\(accuracy.percent) right") }
    if progress.unparsed > 0 { parts.append("\(progress.unparsed) unparsed") }
    if progress.failed > 0 { parts.append("\(progress.failed) failed") }
    return parts.joined(separator: ", ")
  }

  private static func left(_ seconds: Double) -> String {
    let minutes = Int(min(seconds / 60, 1e6).rounded())
    if minutes < 1 { return "less than a minute" }
    return minutes < 120 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
  }

  /// Names clips without a file, the first few of them.
  static func warn(ofMissing card: RunCard, _ errors: StandardError) {
    for (names, what) in [(card.missingClips, "have no file"), (card.ambiguousClips, "have several files")]
    where !names.isEmpty {
      let shown = names.prefix(5).map(\.escapedForTerminal).joined(separator: ", ")
      let more = names.count > 5 ? " and \(names.count - 5) more, all in run.json" : ""
      errors.warning("\(names.count) of \(card.clips) clips \(what): \(shown)\(more)")
    }
  }

  /// The headline, its parts, and what must stand beside them.
  static func numbers(_ metrics: RunMetrics) -> String {
    var lines: [String] = []
    if let summary = metrics.summary {
      let isShare = summary.headline.value <= 1 && summary.metric != .mme
      lines.append("\(metrics.task): \(summary.headlineName) \(estimate(summary.headline, isShare))")
      if let caveat = metrics.caveat { lines.append("  \(caveat)") }
      if !summary.parts.isEmpty {
        let table = TextTable<MetricSummary.Part> { part in
          [
            Column(title: "part", value: part.name.escapedForTerminal),
            Column(title: "value", value: estimate(part.estimate, isShare)),
            Column(title: "questions", value: part.estimate.count, align: .right),
          ]
        }
        lines.append("")
        lines.append(table.string(for: summary.parts) ?? "")
      }
    } else {
      lines.append("\(metrics.task): nothing to score")
      if let caveat = metrics.caveat { lines.append("  \(caveat)") }
    }
    lines.append(
      "\(metrics.answers - metrics.remaining) answers, on average \(metrics.visualTokens.tenths) visual tokens of \(metrics.promptTokens.tenths) in the prompt, \(metrics.seconds.total.tenths) s in all"
    )
    return lines.joined(separator: "\n") + "\n"
  }

  /// `42.0 % [38.1, 45.9]`.
  static func estimate(_ estimate: Estimate, _ isShare: Bool = true) -> String {
    func text(_ value: Double) -> String { isShare ? (value * 100).tenths : value.tenths }
    let unit = isShare ? " %" : ""
    guard let low = estimate.low, let high = estimate.high else { return text(estimate.value) + unit }
    return "\(text(estimate.value))\(unit) [\(text(low)), \(text(high))]"
  }
}

extension Double {
  /// With exactly one digit after the point.
  var tenths: String {
    guard isFinite, abs(self) < 1e15 else { return "\(self)" }
    let scaled = Int((abs(self) * 10).rounded())
    return "\(self < 0 && scaled > 0 ? "-" : "")\(scaled / 10).\(scaled % 10)"
  }

  /// A share as a percentage.
  var percent: String { "\((self * 100).tenths) %" }
}
