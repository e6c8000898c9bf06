/// How far judging is.
public struct JudgeProgress: Equatable, Sendable {
  /// Verdicts that are there or could not be read, and of them those of an earlier session.
  public internal(set) var done = 0
  public internal(set) var kept = 0
  public internal(set) var total = 0
  /// Replies that hold no verdict.
  public internal(set) var unparsed = 0
  /// Without a reply in this session.
  public internal(set) var silent = 0

  mutating func take(_ row: JudgeRow) {
    switch row.outcome {
    case .read: done += 1
    case .unparsed:
      done += 1
      unparsed += 1
    case .silent: silent += 1
    }
  }
}
