import Foundation
import M3Core
import M3Model
import M3Text

/// An answer on its way: takes the scores of one token after another until the model ends it or it is long enough.
struct Saying {
  private(set) var said = Said()
  private let asked: Asked
  private let stopTokens: Set<Int32>
  private var sampler: Sampler
  private var stream: TokenStream
  private var stops: StopStrings

  /// - Parameter first: the scores of the answer's first token.
  init(_ asked: Asked, first: Logits) throws(TextError) {
    self.asked = asked
    let request = asked.request
    sampler = Sampler(request.decoding.sampling, vocabulary: asked.tokenizer.vocabularySize)
    stream = TokenStream(asked.tokenizer)
    stops = StopStrings(request.prompt.stopStrings)
    stopTokens = request.prompt.stopTokens(asked.tokenizer)
    said.options = try asked.prompt.choice?.options(first, asked.tokenizer)
  }

  /// Says the next token.
  ///
  /// - Returns: the token, whose successor's scores are wanted next; nil when the answer is whole.
  /// - Throws: `CancellationError`, `ModelError.notANumber`, `TextError`.
  mutating func next(_ logits: Logits, report: (AnswerEvent) -> Void) throws -> Int32? {
    try Task.checkCancellation()
    let token = try sampler.next(logits)
    said.ids.append(token)
    if stopTokens.contains(token) {
      end(.stop, report)
      return nil
    }
    say(stops.append(try stream.append(token)), report)
    if stops.isStopped {
      end(.stop, report)
      return nil
    }
    let most = asked.request.decoding.maxTokens
    report(.progress(.decode, done: said.ids.count, total: most))
    guard said.ids.count < most else {
      end(.length, report)
      return nil
    }
    return token
  }

  private mutating func say(_ text: String, _ report: (AnswerEvent) -> Void) {
    guard !text.isEmpty else { return }
    said.text += text
    report(.text(text))
  }

  private mutating func end(_ finish: Answer.Finish, _ report: (AnswerEvent) -> Void) {
    say(stops.append(stream.finish()) + stops.finish(), report)
    said.finish = finish
    let request = asked.request
    if let choice = asked.prompt.choice,
      case .option(let index) = request.parser.parse(
        request.prompt.answer(in: said.text), optionCount: choice.options.count)
    {
      said.choice = choice.letters[index]
    }
  }
}

extension MultipleChoice {
  /// The probability of each option's letter among the options, as the answer's first token.
  fileprivate func options(_ logits: Logits, _ tokenizer: Tokenizer) throws(TextError) -> [Answer.Option] {
    let masses = try tokenizer.letterTokens(for: self).map { ids in
      logits.logProbabilities(of: ids, vocabulary: tokenizer.vocabularySize).reduce(0.0) { $0 + exp($1) }
    }
    let total = masses.reduce(0, +)
    return options.indices.map {
      Answer.Option(
        letter: letters[$0], text: options[$0],
        probability: total > 0 ? masses[$0] / total : 1 / Double(options.count))
    }
  }
}
