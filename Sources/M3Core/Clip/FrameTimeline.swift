/// When each shown frame of a clip appears: presentation times in whole ticks, counted from the first shown frame.
///
/// A frame is on screen in the half-open range from its time to the next frame's time; the last one for
/// `lastDuration`. All choices of frames are made here, in integers, so that a frame that begins exactly at an instant
/// is the one taken.
public struct FrameTimeline: Equatable, Sendable {
  /// Seconds per tick; positive.
  public let timeBase: Rational
  /// Presentation times in ticks, ascending, the first one 0; at least one.
  public let ticks: [Int64]
  /// How many ticks the last frame is shown; at least 1.
  public let lastDuration: Int64

  /// - Precondition: `ticks` starts with 0 and ascends, `lastDuration` is at least 1, `timeBase` is positive.
  public init(timeBase: Rational, ticks: [Int64], lastDuration: Int64) {
    precondition(ticks.first == 0, "times count from the first shown frame")
    precondition(timeBase.numerator >= 1 && lastDuration >= 1, "time moves forward")
    precondition(!zip(ticks, ticks.dropFirst()).contains { $0 > $1 }, "times ascend")
    self.timeBase = timeBase
    self.ticks = ticks
    self.lastDuration = lastDuration
  }

  /// Frames `0 ..< count` at a constant rate, for stills and for streams without a clock.
  public init(count: Int, framesPerSecond: Rational) {
    precondition(framesPerSecond.numerator >= 1, "a rate is positive")
    self.init(
      timeBase: Rational(framesPerSecond.denominator, framesPerSecond.numerator),
      ticks: (0..<Int64(count)).map { $0 }, lastDuration: 1)
  }

  /// Shown frames.
  public var count: Int { ticks.count }
  /// From the first frame's time to the end of the last one, in ticks.
  public var durationTicks: Int64 { (ticks.last ?? 0) + lastDuration }
  /// From the first frame's time to the end of the last one, in seconds.
  public var duration: Double { Double(durationTicks) * timeBase.value }
  /// The mean rate, in frames a second.
  public var meanRate: Double { Double(count) / duration }

  /// When a frame appears, in seconds from the first shown frame.
  public func time(of index: Int) -> Double {
    Double(ticks[index]) * Double(timeBase.numerator) / Double(timeBase.denominator)
  }

  /// The frame on screen at a time in seconds from the first shown frame.
  ///
  /// Times before the first frame give the first one, times after the end the last one. A time that misses a tick by
  /// no more than floating-point rounding counts as that tick, so that `index(at: time(of: k))` is on screen with `k`.
  public func index(at seconds: Double) -> Int {
    let exact = seconds * Double(timeBase.denominator) / Double(timeBase.numerator)
    let tick = (exact + max(1e-6, 4 * exact.ulp)).rounded(.down)
    guard tick > 0 else { return lastIndex(notAfter: 0) }
    guard tick < Double(durationTicks) else { return count - 1 }
    return lastIndex(notAfter: Int64(tick))
  }

  /// The frame that appears at exactly this tick, if one does; the last of several.
  public func index(atTick tick: Int64) -> Int? {
    let index = lastIndex(notAfter: tick)
    return ticks[index] == tick ? index : nil
  }

  /// The last frame whose time is at most `tick` (binary search).
  func lastIndex(notAfter tick: Int64) -> Int {
    var low = 0
    var high = count
    while high - low > 1 {
      let middle = (low + high) / 2
      if ticks[middle] <= tick { low = middle } else { high = middle }
    }
    return low
  }
}
