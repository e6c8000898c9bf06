/// How hard a judge is asked.
public struct JudgePolicy: Equatable, Sendable {
  /// Requests under way at a time.
  public var concurrency: Int
  /// Requests for one verdict before the row is given up.
  public var attempts: Int
  /// Before the second request, in seconds; doubled for each further one.
  public var firstPause: Double
  /// The longest wait between two requests, in seconds, whether reckoned here or asked for by the server.
  public var longestPause: Double
  /// Rows in a row without a reply after which judging stops: the fault is not theirs.
  public var mostFailures: Int

  public init(
    concurrency: Int = 8, attempts: Int = 6, firstPause: Double = 1, longestPause: Double = 300, mostFailures: Int = 3
  ) {
    self.concurrency = concurrency
    self.attempts = attempts
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.mostFailures = mostFailures
  }

  /// Seconds to wait after a failed request.
  ///
  /// - Parameters:
  ///   - attempt: how many requests have failed, at least 1.
  ///   - asked: what the server asked for.
  ///   - share: 0..<1, so that requests which failed together do not come again together; takes off up to a half.
  func pause(after attempt: Int, asked: Double?, share: Double) -> Double {
    if let asked { return asked }
    var pause = firstPause
    for _ in 1..<max(attempt, 1) where pause < longestPause { pause *= 2 }
    return min(pause, longestPause) * (1 - share / 2)
  }
}
