public import M3Core

/// Why a request cannot be planned.
public enum PlanError: ExplainedError, Equatable {
  /// The budget is below what the request needs at least; `smallest` is the smallest budget that would do.
  case budgetTooSmall(budget: Int, frames: Int, scale: VisualScale, layout: Layout, smallest: Int)
  /// A saved plan is not valid for the clip.
  case invalid(CoreError)
  /// A saved plan spends more than the budget.
  case overBudget(tokens: Int, budget: Int)
  /// A plan takes longer, or more memory, than it may.
  case overBounds(seconds: Double, mostSeconds: Double?, bytes: Double, mostBytes: Double?)
  /// More frames than a collage can show.
  case tooManyCells(frames: Int, most: Int)
  /// A stretch that lies outside the clip, or has no length; the duration is in seconds.
  case emptySpan(span: TimeSpan, duration: Double)
  /// A grid mixes scales, which one collage cannot have.
  case mixedGrid(scales: [VisualScale])
}

extension PlanError {
  public var message: String {
    switch self {
    case .budgetTooSmall(let budget, let frames, let scale, let layout, let smallest):
      """
      a budget of \(budget) visual tokens cannot hold \(frames) \(frames == 1 ? "frame" : "frames") at \
      \(scale.tokens) \(scale.tokens == 1 ? "token" : "tokens") in a \(layout.rawValue); the smallest that can is \(smallest)
      """
    case .invalid(let error): error.message
    case .overBudget(let tokens, let budget):
      "the plan holds \(tokens) visual tokens, the budget is \(budget)"
    case .overBounds(let seconds, let mostSeconds, let bytes, let mostBytes):
      Self.overBounds(seconds, mostSeconds, bytes, mostBytes)
    case .tooManyCells(let frames, let most):
      "a collage of \(frames) frames is too large; it holds at most \(most)"
    case .emptySpan(let span, let duration):
      "there is nothing from \(span.start) s to \(span.end) s: the clip lasts \(duration) s"
    case .mixedGrid(let scales):
      "a grid has one scale, the plan mixes \(scales.map { String($0.tokens) }.joined(separator: ", "))"
    }
  }

  public var hint: String? {
    switch self {
    case .budgetTooSmall(_, _, _, _, let smallest):
      "raise it with `--budget \(smallest)`, or ask for fewer frames or a coarser scale"
    case .invalid(let error): error.hint
    case .overBudget(let tokens, _): "raise it with `--budget \(tokens)`"
    case .overBounds:
      "raise the bound, or ask for fewer frames or a coarser scale; `m3-video plan` shows what each takes"
    case .tooManyCells: "ask for fewer `--frames`, or use `--layout stream`"
    case .emptySpan: "the annotations may belong to another cut of the clip"
    case .mixedGrid: "use `--layout stream` for a scale per frame"
    }
  }

  private static func overBounds(
    _ seconds: Double, _ mostSeconds: Double?, _ bytes: Double, _ mostBytes: Double?
  ) -> String {
    var broken: [String] = []
    if let most = mostSeconds, seconds > most {
      broken.append("\(tenths(seconds)) s, where \(tenths(most)) s are allowed")
    }
    if let most = mostBytes, bytes > most {
      broken.append("\(tenths(bytes / 1e6)) MB of memory, where \(tenths(most / 1e6)) MB are allowed")
    }
    return "the plan is expected to take \(broken.joined(separator: ", and "))"
  }

  private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
