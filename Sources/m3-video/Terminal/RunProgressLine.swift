import Foundation
import M3Core
import M3Evaluate

/// How far a run or its judging is: a line that is redrawn on a terminal, and a line a minute elsewhere.
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
    show(kept: progress.kept, done: progress.done, total: progress.total, of: "answers") {
      RunText.progress(progress, seconds: $0)
    }
  }

  func show(_ progress: JudgeProgress) {
    show(kept: progress.kept, done: progress.done, total: progress.total, of: "verdicts") {
      RunText.progress(progress, seconds: $0)
    }
  }

  /// - Parameter text: what to show after so many seconds.
  private func show(kept: Int, done: Int, total: Int, of what: String, text: (Double) -> String) {
    guard isOn else { return }
    let now = clock.now
    if shown == nil, kept > 0 { output.line("going on: \(kept) of \(total) \(what) are there") }
    let pause: Duration = output.isTerminal ? .milliseconds(200) : .seconds(60)
    guard now - (shown ?? started) >= pause || shown == nil else { return }
    guard shown != nil || done > kept || output.isTerminal else {
      shown = now
      return
    }
    shown = now
    let text = text(seconds(now - started))
    output.write(output.isTerminal ? "\r\u{1B}[K\(text)" : text + "\n")
  }

  func clear() {
    if isOn, shown != nil, output.isTerminal { output.write("\r\u{1B}[K") }
  }

  private func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}
