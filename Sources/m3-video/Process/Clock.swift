import M3Engine

extension Stopwatch {
  /// The system's monotonic clock.
  static var continuous: Stopwatch {
    let clock = ContinuousClock()
    let start = clock.now
    return Stopwatch {
      let passed = (clock.now - start).components
      return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
    }
  }
}
