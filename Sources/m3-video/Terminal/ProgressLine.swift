import Foundation

/// One line that tells how far a stage is; drawn only on a terminal and only once the work has taken a second.
final class ProgressLine {
  private let output: StandardError
  private let isOn: Bool
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant
  private var drawn: ContinuousClock.Instant?

  init(_ output: StandardError, isOn: Bool) {
    self.output = output
    self.isOn = isOn && output.isTerminal
    started = clock.now
  }

  /// Redraws, ten times a second at most.
  func show(_ what: String, done: Int, of total: Int) {
    let now = clock.now
    guard isOn, now - started > .seconds(1) else { return }
    if let drawn, now - drawn < .milliseconds(100) { return }
    drawn = now
    let width = 24
    let filled = total > 0 ? min(width, done * width / total) : 0
    let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled)
    output.write("\r\u{1B}[K\(what) [\(bar)] \(done)/\(total)")
  }

  /// Takes the line away, so that other text can be written.
  func clear() {
    guard drawn != nil else { return }
    output.write("\r\u{1B}[K")
    drawn = nil
  }
}
