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

  /// Done, rate, time left, what went wrong.
  static func progress(_ progress: JudgeProgress, seconds: Double) -> String {
    var parts = ["judged \(progress.done)/\(progress.total)"]
    let made = progress.done - progress.kept
    if made > 0, seconds > 0 {
      parts.append("\(left(Double(progress.total - progress.done) * seconds / Double(made))) left")
    }
    if progress.unparsed > 0 { parts.append("\(progress.unparsed) replies unparsed") }
    if progress.silent > 0 { parts.append("\(progress.silent) without a reply") }
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
    if let judge = metrics.judge { lines += ["", RunText.judge(judge, task: metrics.task)] }
    lines.append(
      "\(metrics.answers - metrics.remaining) answers, on average \(metrics.visualTokens.tenths) visual tokens of \(metrics.promptTokens.tenths) in the prompt, \(metrics.seconds.total.tenths) s in all"
    )
    return lines.joined(separator: "\n") + "\n"
  }

  /// A judge's numbers, with the judge's name and what must stand beside them.
  static func judge(_ judge: JudgeSummary, task: String) -> String {
    let identity = judge.identity
    var lines = judge.parts.map { part in
      var numbers: [String] = []
      if let accuracy = part.accuracy { numbers.append("accuracy \(estimate(accuracy.headline))") }
      if let score = part.score {
        let range =
          if let low = score.low, let high = score.high { " [\(low.hundredths), \(high.hundredths)]" } else { "" }
        numbers.append("score \(score.value.hundredths)\(range) of 5")
      }
      if numbers.isEmpty { numbers.append("no verdict") }
      let name = judge.parts.count > 1 ? "\(part.aspect.rawValue), " : ""
      return "\(task) judged: \(name)\(numbers.joined(separator: ", "))"
    }
    lines.append(
      "  by \(judge.name.escapedForTerminal) at \(identity.host.escapedForTerminal), prompt \(identity.prompt.escapedForTerminal)"
    )
    if let caveat = judge.caveat { lines.append("  \(caveat.escapedForTerminal)") }
    return lines.joined(separator: "\n")
  }

  /// The second run minus the first.
  static func comparison(_ comparison: RunComparison) -> String {
    var lines = comparison.lines.map { line in
      let pair = line.comparison
      func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + (value * 100).tenths }
      let range =
        if let low = pair.difference.low, let high = pair.difference.high { " [\(signed(low)), \(signed(high))]" } else
        { "" }
      let plan = line.plan.map { "\($0.escapedForTerminal): " } ?? ""
      return """
        \(plan)second minus first \(signed(pair.difference.value)) points\(range) over \(pair.difference.count) questions\
        \(pair.isClear ? "" : ", which may be chance"); better on \(pair.secondBetter), worse on \(pair.firstBetter)
        """
    }
    lines += comparison.notes.map { "  \($0.escapedForTerminal)" }
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

  /// With exactly two digits after the point.
  var hundredths: String {
    guard isFinite, abs(self) < 1e14 else { return "\(self)" }
    let scaled = Int((abs(self) * 100).rounded())
    return "\(self < 0 && scaled > 0 ? "-" : "")\(scaled / 100).\(scaled % 100 < 10 ? "0" : "")\(scaled % 100)"
  }

  /// A share as a percentage.
  var percent: String { "\((self * 100).tenths) %" }
}
