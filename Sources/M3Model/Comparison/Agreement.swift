import Glibc

/// How near two rows of numbers are.
enum Agreement {
  /// 1 for two rows of zeros.
  static func cosine(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
    var (product, left, right) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      product += Double(x) * Double(y)
      left += Double(x) * Double(x)
      right += Double(y) * Double(y)
    }
    guard left > 0 || right > 0 else { return 1 }
    return product / max((left * right).squareRoot(), .leastNormalMagnitude)
  }

  /// The place of the greatest, counted from the row's first.
  static func best(_ row: ArraySlice<Float>) -> Int? {
    row.indices.max { row[$0] < row[$1] }.map { $0 - row.startIndex }
  }

  /// Kullback-Leibler divergence of the distribution that scores mean from a reference's, in nats.
  static func divergence(of scores: ArraySlice<Float>, from reference: ArraySlice<Float>) -> Double {
    let (logs, wanted) = (logarithms(scores), logarithms(reference))
    return zip(logs, wanted).reduce(0) { $0 + exp($1.1) * ($1.1 - $1.0) }
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

  /// Natural logarithms of the probabilities that scores mean.
  private static func logarithms(_ scores: ArraySlice<Float>) -> [Double] {
    let highest = Double(scores.max() ?? 0)
    let total = log(scores.reduce(0) { $0 + exp(Double($1) - highest) })
    return scores.map { Double($0) - highest - total }
  }
}
