import M3Core
import M3Planner
import TextTable

/// A plan and its alternatives as text for a terminal.
struct PlanText {
  let clip: ClipInfo
  let plan: FramePlan
  let table: PlanTable

  var text: String {
    """
    \(clip.name.escapedForTerminal): \(clip.frameCount) frames, \(clip.duration.short) s, \
    \(clip.size.width) x \(clip.size.height), \(clip.codec)

    \(rows)
    * \(PlanText.summary(plan))

    Language model FLOPs are of a prefill with \(PlanTable.textTokens) tokens of text; vision FLOPs do not shrink with the scale.

    """
  }

  /// One line on what is spent and why.
  static func summary(_ plan: FramePlan) -> String {
    let scale = plan.uniformScale.map { "\($0.tokens)" } ?? "mixed"
    let frames = "\(plan.frames.count) \(plan.frames.count == 1 ? "frame" : "frames")"
    let tokens = plan.uniformScale == .tokens1 ? "token" : "tokens"
    return
      "\(frames) x \(scale) \(tokens) as a \(plan.layout.rawValue): \(plan.visualTokens) of \(plan.budget) visual tokens; \(plan.reason)"
  }

  private var rows: String {
    let columns = TextTable<PlanOption> { option in
      [
        Column(title: "", value: option.isChosen ? "*" : ""),
        Column(title: "layout", value: option.layout.rawValue),
        Column(title: "frames", value: option.frames, align: .right),
        Column(title: "scale", value: option.scale.tokens, align: .right),
        Column(title: "tokens", value: option.visualTokens, align: .right),
        Column(title: "nominal", value: option.nominalTokens, align: .right),
        Column(title: "s between", value: option.secondsBetweenFrames.short, align: .right),
        Column(title: "vision FLOPs", value: option.visionFlops.scaled, align: .right),
        Column(title: "prefill FLOPs", value: option.prefillFlops.scaled, align: .right),
      ]
    }
    return columns.string(for: table.options) ?? ""
  }
}

extension Double {
  /// With three digits after the point at most, without trailing zeros.
  var short: String {
    let scaled = Int((self * 1000).rounded())
    guard scaled % 1000 != 0 else { return "\(scaled / 1000)" }
    var digits = String(scaled % 1000 + 1000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(scaled / 1000).\(digits)"
  }

  /// In mega, giga, tera or peta, with one digit after the point.
  var scaled: String {
    for (unit, size) in [("P", 1e15), ("T", 1e12), ("G", 1e9)] where self >= size {
      return "\((self / size * 10).rounded() / 10) \(unit)"
    }
    return "\((self / 1e6 * 10).rounded() / 10) M"
  }
}
