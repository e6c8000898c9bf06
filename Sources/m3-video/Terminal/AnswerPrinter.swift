import Foundation
import M3Core
import M3Engine

/// Prints what happens on the way to an answer: text as it comes, or one JSON object at the end.
final class AnswerPrinter {
  private let json: Bool
  private let quiet: Bool
  private let errors = StandardError()
  private let progress: ProgressLine
  private var endsWithNewline = true

  init(json: Bool, quiet: Bool) {
    self.json = json
    self.quiet = quiet
    progress = ProgressLine(errors, isOn: !quiet)
  }

  /// What must be known about the model before its answers are read.
  func introduce(_ notes: [String]) {
    guard !quiet else { return }
    for note in notes { errors.warning(note) }
  }

  func take(_ event: AnswerEvent) throws {
    switch event {
    case .clip(let info):
      guard !quiet else { return }
      for note in info.notes { errors.warning("\(info.name.escapedForTerminal) \(note.message)") }
    case .plan(let plan):
      if !quiet { errors.line(errors.styled("plan: \(PlanText.summary(plan))", .dim)) }
    // The text itself shows how far it is, and stands on the line that a bar would take.
    case .progress(.decode, _, _) where !json: break
    case .progress(let stage, let done, let total): progress.show(stage.rawValue, done: done, of: total)
    case .text(let text):
      progress.clear()
      guard !json else { return }
      // The model's words are foreign text too.
      let safe = text.split(separator: "\n", omittingEmptySubsequences: false).map(\.escapedForTerminal)
      let line = safe.joined(separator: "\n")
      endsWithNewline = line.isEmpty ? endsWithNewline : line.hasSuffix("\n")
      try StandardOutput.write(line)
    case .answer(let answer): try finish(answer)
    }
  }

  /// Leaves the terminal at the beginning of a line, when no answer will come.
  func breakOff() {
    progress.clear()
    if !endsWithNewline { try? StandardOutput.line("") }
  }

  private func finish(_ answer: Answer) throws {
    progress.clear()
    if json { try StandardOutput.json(MeasuredAnswer(answer)) } else { try printText(answer) }
    if !quiet { warn(of: answer) }
  }

  private func printText(_ answer: Answer) throws {
    if !endsWithNewline { try StandardOutput.line("") }
    for option in answer.options ?? [] {
      let percent = (option.probability * 1000).rounded() / 10
      try StandardOutput.line("\(option.letter)  \(percent)%  \(option.text.escapedForTerminal)")
    }
  }

  /// What its reader should know before trusting the answer.
  private func warn(of answer: Answer) {
    if answer.options != nil, answer.choice == nil {
      errors.warning("the answer names no single option; it counts as unparsed")
    }
    if answer.finish == .length {
      errors.warning("the answer was cut at \(counted(answer.tokens.count, "token")); see --max-tokens")
    }
    if answer.lostFrames > 0 {
      errors.warning("\(counted(answer.lostFrames, "planned frame")) could not be decoded, and not seen")
    }
    if answer.damagedFrames > 0 {
      errors.warning(
        "of \(counted(answer.frames.count, "frame")) seen, \(answer.damagedFrames) \(answer.damagedFrames == 1 ? "is" : "are") damaged"
      )
    }
  }
}

/// "1 frame", "2 frames".
private func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
