import ArgumentParser
import Foundation
import M3Core
import M3Engine
import M3Text
import M3Video

/// A conversation about one clip: each question sees the ones before it, and the clip is seen only once.
struct Chat {
  let engine: VideoEngine
  /// With an empty question, which each turn fills in.
  let request: AskRequest
  let quiet: Bool

  /// Reads questions from the terminal until there are no more (Ctrl-D).
  ///
  /// A question that cannot be answered is told and leaves no trace in the conversation.
  func run() async throws {
    let errors = StandardError()
    let info = try Clip.open(request.clip, limits: request.limits).info
    errors.line("\(info.name.escapedForTerminal): \(info.frameCount) frames, \(info.duration.short) s. Ctrl-D ends.")
    var request = request
    while true {
      errors.write(errors.styled("> ", .bold))
      guard let line = readLine() else { return errors.line() }
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      request.question.text = line
      let printer = AnswerPrinter(json: false, quiet: quiet || !request.exchanges.isEmpty)
      do {
        for try await event in engine.answer(request) {
          try printer.take(event)
          if case .answer(let answer) = event {
            request.exchanges.append(Conversation.Exchange(question: line, answer: answer.answer))
          }
        }
        try Task.checkCancellation()
      } catch let error as any ExplainedError {
        printer.breakOff()
        guard !(error is OutputError) else { throw error }
        errors.error(error.message, hint: error.hint)
      }
    }
  }
}
