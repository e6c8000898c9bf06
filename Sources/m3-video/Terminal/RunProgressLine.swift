import Foundation
import M3Core
import M3Evaluate

/// How far a run is: a line that is redrawn on a terminal, and a line a minute elsewhere.
final class RunProgressLine {
  private let output: StandardError
  private let isOn: Bool
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant
  private var shown: ContinuousClock.Instant?

  init(_ output: StandardError, isOn: Bool) {
    self.output = output
    self.isOn = isOn
    started = clock.now
  }

  func show(_ progress: RunProgress) {
    guard isOn else { return }
    let now = clock.now
    if shown == nil, progress.kept > 0 {
      output.line("going on: \(progress.kept) of \(progress.total) answers are there")
    }
    let pause: Duration = output.isTerminal ? .milliseconds(200) : .seconds(60)
    guard now - (shown ?? started) >= pause || shown == nil else { return }
    guard shown != nil || progress.done > progress.kept || output.isTerminal else {
      shown = now
      return
    }
    shown = now
    let text = RunText.progress(progress, seconds: seconds(now - started))
    output.write(output.isTerminal ? "\r\u{1B}[K\(text)" : text + "\n")
  }

  func clear() {
    if isOn, shown != nil, output.isTerminal { output.write("\r\u{1B}[K") }
  }

  private func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}
