import Foundation
import M3Core
import M3Model
import M3Text

extension VideoEngine {
  /// Chooses the option whose words are likeliest as the answer.
  ///
  /// Each option is read after the same prompt, one after another in one cache. An option's score is the mean of its
  /// tokens' log-probabilities, so that long ones have no disadvantage; of equals the first is taken. The options'
  /// probabilities are those scores normalised to sum to 1.
  func likeliest(
    _ choice: MultipleChoice, prompt: PreparedPrompt, seen: Seen, layout: Layout, model: MatryoshkaModel,
    tokenizer: Tokenizer, seconds: inout StageSeconds, report: (AnswerEvent) -> Void
  ) throws -> Said {
    let options = try choice.options.map { try tokenizer.encode($0) }
    let longest = options.map(\.count).max() ?? 0
    try prompt.check(
      visual: seen.tokens.reduce(0) { $0 + $1.count }, answer: longest,
      context: checkpoint.configuration.shape.language.context)
    let (cache, first) = try prefill(
      prompt, seen: seen, layout: layout, answer: longest, model: model, seconds: &seconds, report: report)
    let start = stopwatch.now()
    defer { seconds[.decode] += stopwatch.now() - start }
    let promptEnd = cache.count
    let vocabulary = tokenizer.vocabularySize
    var scores: [Double] = []
    for (position, ids) in options.enumerated() {
      try Task.checkCancellation()
      cache.truncate(to: promptEnd)
      var logits = first
      var sum = 0.0
      for (place, id) in ids.enumerated() {
        sum += logits.logProbabilities(of: [id], vocabulary: vocabulary)[0]
        if place + 1 < ids.count { try model.decode(id, cache, into: &logits) }
      }
      scores.append(ids.isEmpty ? -.infinity : sum / Double(ids.count))
      report(.progress(.decode, done: position + 1, total: options.count))
    }
    let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
    let masses = scores.map { exp($0 - scores[best]) }
    let total = masses.reduce(0, +)
    var said = Said()
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
}
