import Glibc
import M3Core

/// Chooses one token after another by a rule; equal seeds and scores give equal choices.
public struct Sampler: Sendable {
  public let sampling: Sampling
  /// Tokens from here on are never chosen: rows of the output layer that the tokenizer has no text for.
  public let vocabulary: Int
  private var generator: SeededGenerator
  /// Probabilities times a constant, and the order of ids by them; kept between choices for their memory.
  private var weights: [Double] = []
  private var order: [Int] = []

  public init(_ sampling: Sampling, vocabulary: Int) {
    self.sampling = sampling
    self.vocabulary = vocabulary
    generator = SeededGenerator(seed: sampling.seed)
  }

  /// The next token.
  ///
  /// - Throws: `ModelError.notANumber` when no score is a number.
  public mutating func next(_ logits: Logits) throws(ModelError) -> Int32 {
    guard let best = logits.best(vocabulary: vocabulary), logits.values[Int(best)].isFinite else {
      throw .notANumber
    }
    guard sampling.temperature > 0 else { return best }
    let highest = Double(logits.values[Int(best)])
    weights.removeAll(keepingCapacity: true)
    for value in logits.values.prefix(vocabulary) {
      weights.append(value.isNaN ? 0 : exp((Double(value) - highest) / sampling.temperature))
    }
    let total = weights.reduce(0, +)
    return Int32(sampling.topP < 1 ? drawFromNucleus(total) : draw(total))
  }

  /// One of all tokens.
  private mutating func draw(_ total: Double) -> Int {
    var rest = generator.unit() * total
    var last = 0
    for (id, weight) in weights.enumerated() where weight > 0 {
      rest -= weight
      if rest < 0 { return id }
      last = id
    }
    return last
  }

  /// One of the likeliest tokens that together have `topP` (Holtzman and others 2019, nucleus sampling).
  private mutating func drawFromNucleus(_ total: Double) -> Int {
    order.removeAll(keepingCapacity: true)
    // A token less likely than this one cannot be needed: all such together have less than 1 - topP.
    let negligible = (1 - sampling.topP) * total / Double(weights.count)
    for (id, weight) in weights.enumerated() where weight > negligible { order.append(id) }
    let weights = self.weights
    order.sort { (weights[$0], $1) > (weights[$1], $0) }
    var kept = 0.0
    var count = 0
    while count < order.count, kept < sampling.topP * total {
      kept += weights[order[count]]
      count += 1
    }
    var rest = generator.unit() * kept
    for id in order.prefix(count) {
      rest -= weights[id]
      if rest < 0 { return id }
    }
    return order[max(0, count - 1)]
  }
}
