/// Reads a monotonic clock that the caller brings; libraries read none themselves.
public struct Stopwatch: Sendable {
  /// Seconds since some fixed moment.
  public let now: @Sendable () -> Double

  public init(now: @escaping @Sendable () -> Double) { self.now = now }
}
