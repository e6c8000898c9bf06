import Foundation
import M3Core
import M3Model
import M3Text

extension VideoEngine {
  /// What the language model said.
  struct Said {
    var text = ""
    var ids: [Int32] = []
    var finish = Answer.Finish.length
    var choice: String?
    var options: [Answer.Option]?
  }

  /// Prefills the prompt and decodes the answer, token by token, until the model ends it or it is long enough.
  func decode(
    _ request: AskRequest, prompt: PreparedPrompt, seen: Seen, layout: Layout, model: MatryoshkaModel,
    tokenizer: Tokenizer, seconds: inout StageSeconds, report: (AnswerEvent) -> Void
  ) throws -> Said {
    if request.scoring == .likelihood, let choice = prompt.choice {
      return try likeliest(
        choice, prompt: prompt, seen: seen, layout: layout, model: model, tokenizer: tokenizer, seconds: &seconds,
        report: report)
    }
    var (cache, logits) = try prefill(
      prompt, seen: seen, layout: layout, answer: request.decoding.maxTokens, model: model, seconds: &seconds,
      report: report)
    var said = Said()
    let start = stopwatch.now()
    defer { seconds[.decode] += stopwatch.now() - start }
    if let choice = prompt.choice { said.options = try options(choice, logits: logits, tokenizer: tokenizer) }

    var sampler = Sampler(request.decoding.sampling, vocabulary: tokenizer.vocabularySize)
    var stream = TokenStream(tokenizer)
    var stops = StopStrings(request.prompt.stopStrings)
    let stopTokens = request.prompt.stopTokens(tokenizer)
    func say(_ text: String) {
      guard !text.isEmpty else { return }
      said.text += text
      report(.text(text))
    }
    while said.ids.count < request.decoding.maxTokens {
      try Task.checkCancellation()
      let token = try sampler.next(logits)
      said.ids.append(token)
      if stopTokens.contains(token) {
        said.finish = .stop
        break
      }
      say(stops.append(try stream.append(token)))
      if stops.isStopped {
        said.finish = .stop
        break
      }
      report(.progress(.decode, done: said.ids.count, total: request.decoding.maxTokens))
      if said.ids.count < request.decoding.maxTokens { try model.decode(token, cache, into: &logits) }
    }
    say(stops.append(stream.finish()) + stops.finish())
    if let choice = prompt.choice,
      case .option(let index) = request.parser.parse(
        request.prompt.answer(in: said.text), optionCount: choice.options.count)
    {
      said.choice = choice.letters[index]
    }
    return said
  }

  /// The probability of each option's letter among the options, as the answer's first token.
  private func options(
    _ choice: MultipleChoice, logits: Logits, tokenizer: Tokenizer
  ) throws(TextError) -> [Answer.Option] {
    let letterTokens = try tokenizer.letterTokens(for: choice)
    let masses = letterTokens.map { ids in
      logits.logProbabilities(of: ids, vocabulary: tokenizer.vocabularySize).reduce(0.0) { $0 + exp($1) }
    }
    let total = masses.reduce(0, +)
    return zip(zip(choice.letters, choice.options), masses).map { option, mass in
      Answer.Option(
        letter: option.0, text: option.1,
        probability: total > 0 ? mass / total : 1 / Double(choice.options.count))
    }
  }
}

extension PreparedPrompt {
  /// The prompt for the language model: what is the same for every question about the clip, and the rest.
  func segments(visual: [VisualTokens]) -> (prefix: [PromptSegment], rest: [PromptSegment]) {
    ([.tokens(before)] + visual.map { .visual($0) }, [.tokens(after)])
  }
}
