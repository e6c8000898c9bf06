import M3Core
import M3Train

/// Tells how a training goes: one line that moves, and one for every stage and measurement.
final class TrainingPrinter {
  private let output: StandardError
  private let progress: ProgressLine
  private let isQuiet: Bool
  private var stage = ""

  init(quiet: Bool) {
    output = StandardError()
    progress = ProgressLine(output, isOn: !quiet)
    isQuiet = quiet
  }

  func take(_ event: TrainingEvent) {
    switch event {
    case .stage(let index, let count, let stage, let done):
      self.stage = stage.name
      line(
        "stage \(index + 1) of \(count): \(stage.name.escapedForTerminal), \(stage.steps) steps"
          + (done > 0 ? ", from step \(done)" : ""))
      total = stage.steps
    case .step(let record, let left): show(record, left)
    case .measured(let record):
      line("step \(record.step), held out: loss \(Self.short(record.loss))")
      for (kind, row) in record.accuracies.sorted(by: { $0.key < $1.key }) {
        let cells = row.sorted { $0.key < $1.key }.map { "\($0.key) \(Int(($0.value.share * 100).rounded()))%" }
        line("  \(kind): \(cells.joined(separator: "  "))")
      }
    case .wrote(let folder): line("wrote \(folder.escapedForTerminal)")
    }
  }

  func finish() { progress.clear() }

  private var total = 0

  private func show(_ record: TrainingRecord, _ left: Double) {
    let losses =
      record.losses.count < 2
      ? ""
      : " ("
        + record.losses.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.short($0.value))" }.joined(separator: ", ")
        + ")"
    let speed = record.tokensPerSecond.map { ", \(Int($0)) tokens/s" } ?? ""
    progress.show(
      "\(stage.escapedForTerminal): loss \(Self.short(record.loss))\(losses)\(speed), \(Self.duration(left)) left",
      done: record.step, of: total)
  }

  private func line(_ text: String) {
    guard !isQuiet else { return }
    progress.clear()
    output.line(text)
  }

  private static func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e9)))
    let rest = whole % 60
    return whole >= 3600 ? "\(whole / 3600) h \(whole / 60 % 60) min" : "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
  }
}
