import Glibc
import M3Tensor

/// The score of every token to come next: one Float32 for each row of the output layer.
///
/// It is made once and written anew by every decode step.
public struct Logits: Equatable, Sendable {
  public private(set) var values: [Float]

  public init(_ values: [Float] = []) { self.values = values }

  /// Overwrites the values in place.
  mutating func copy(_ row: MatrixView) {
    values.removeAll(keepingCapacity: true)
    row.append(to: &values)
  }

  /// The highest score's token, the first of equals; nil when no score is a number.
  ///
  /// - Parameter vocabulary: tokens from here on never come next: rows that the tokenizer has no text for.
  public func best(vocabulary: Int) -> Int32? {
    var best: Int?
    for id in 0..<min(vocabulary, values.count) where !values[id].isNaN {
      if let leader = best, values[leader] >= values[id] { continue }
      best = id
    }
    return best.map { Int32($0) }
  }

  /// Natural logarithms of the probabilities of some tokens among all of the vocabulary, at temperature 1.
  ///
  /// - Precondition: every id is below `vocabulary` and the number of scores.
  public func logProbabilities(of ids: [Int32], vocabulary: Int) -> [Double] {
    let known = values.prefix(vocabulary)
    let highest = Double(known.max() ?? 0)
    let total = log(known.reduce(0) { $0 + exp(Double($1) - highest) })
    return ids.map { id in
      precondition(id >= 0 && Int(id) < known.count, "token \(id) of \(known.count)")
      return Double(known[Int(id)]) - highest - total
    }
  }
}
