import Foundation
import M3Core
import M3Model
import M3Text

extension VideoEngine {
  /// Chooses the option whose words are likeliest as the answer.
  ///
  /// Each option is read after the same prompt, several of them together. An option's score is the mean of its tokens'
  /// log-probabilities, so that long ones have no disadvantage; of equals the first is taken. The options'
  /// probabilities are those scores normalised to sum to 1.
  func likeliest(
    _ asked: Asked, seconds: inout StageSeconds, report: (AnswerEvent) -> Void
  ) throws -> Said {
    var said = Said()
    guard let choice = asked.prompt.choice else { return said }
    let options = try choice.options.map { try asked.tokenizer.encode($0) }
    let longest = options.map(\.count).max() ?? 0
    try asked.prompt.check(
      visual: asked.visualTokens, answer: longest, context: checkpoint.configuration.shape.language.context)
    let (cache, first) = try prefill(asked, answer: longest, seconds: &seconds, report: report)
    let scores = try timed(.decode, &seconds) {
      let together = room(asked, tokens: asked.promptTokens + longest)
      var scores: [Double] = []
      for start in stride(from: 0, to: options.count, by: together) {
        let end = min(start + together, options.count)
        scores += try self.scores(Array(options[start..<end]), asked, after: cache, first)
        report(.progress(.decode, done: end, total: options.count))
      }
      return scores
    }
    let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
    let masses = scores.map { exp($0 - scores[best]) }
    let total = masses.reduce(0, +)
    said.text = choice.options[best]
    said.ids = options[best]
    said.finish = .stop
    said.choice = choice.letters[best]
    said.options = choice.options.indices.map {
      Answer.Option(letter: choice.letters[$0], text: choice.options[$0], probability: masses[$0] / total)
    }
    report(.text(said.text))
    return said
  }

  /// The mean log-probability of each option's tokens after a prompt, a step for all of them; -infinity for no tokens.
  ///
  /// - Parameters:
  ///   - prompt: after the prompt; it is so again when this returns.
  ///   - first: the scores of the token after it.
  private func scores(
    _ options: [[Int32]], _ asked: Asked, after prompt: KeyValueCache, _ first: Logits
  ) throws -> [Double] {
    let promptEnd = prompt.count
    defer { prompt.truncate(to: promptEnd) }
    let longest = options.map(\.count).max() ?? 0
    let caches = try options.indices.map {
      $0 == 0 ? prompt : try asked.model.fork(prompt, capacity: promptEnd + longest)
    }
    var sums = options.map { _ in 0.0 }
    var open = options.indices.filter { !options[$0].isEmpty }
    var logits = open.map { _ in first }
    for place in 0..<longest {
      try Task.checkCancellation()
      for (row, option) in open.enumerated() {
        sums[option] +=
          logits[row].logProbabilities(
            of: [options[option][place]], vocabulary: asked.tokenizer.vocabularySize)[0]
      }
      open.removeAll { options[$0].count == place + 1 }
      guard !open.isEmpty else { break }
      try asked.model.decode(open.map { options[$0][place] }, open.map { caches[$0] }, into: &logits)
    }
    return options.indices.map { options[$0].isEmpty ? -.infinity : sums[$0] / Double(options[$0].count) }
  }
}
