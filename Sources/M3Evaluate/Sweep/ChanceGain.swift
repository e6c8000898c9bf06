import M3Core

/// The oracle's gain when plans have the accuracies that they have, but answer independently of each other.
///
/// An oracle over many plans wins by luck alone: of two plans that are right half of the time by tossing coins one or
/// the other is right three times in four. What a planner could hope for is the gain above this.
public struct ChanceGain: Codable, Equatable, Sendable {
  /// Mean over permutations.
  public var value: Double
  /// Where 95 % of the permutations lie.
  public var low: Double
  public var high: Double
  public var permutations: Int
}

extension SweepTable {
  /// Shuffles each plan's scores among the questions of a type, so that every plan keeps its accuracy for every type,
  /// and takes the oracle's gain over the best single plan.
  ///
  /// - Precondition: the table is `complete` and `permutations` is at least 1.
  public func chanceGain(permutations: Int = 200, seed: UInt64 = 0) -> ChanceGain {
    precondition(permutations >= 1, "at least one permutation is drawn")
    let strata = Dictionary(grouping: questions.indices, by: { questions[$0].type ?? "" })
      .sorted { $0.key < $1.key }.map(\.value)
    var generator = SeededGenerator(seed: seed)
    var best = 0.0
    for plan in plans.indices { best = max(best, questions.indices.reduce(0) { $0 + Double(cell($1, plan).score) }) }
    var gains: [Double] = []
    for _ in 0..<permutations {
      var sum = 0.0
      for rows in strata {
        var highest = [Float](repeating: 0, count: rows.count)
        for plan in plans.indices {
          var column = rows.map { cell($0, plan).score }
          generator.shuffle(&column)
          for row in column.indices { highest[row] = max(highest[row], column[row]) }
        }
        sum += highest.reduce(0) { $0 + Double($1) }
      }
      gains.append(questions.isEmpty ? 0 : (sum - best) / Double(questions.count))
    }
    let sorted = gains.sorted()
    return ChanceGain(
      value: gains.reduce(0, +) / Double(gains.count), low: sorted.quantile(0.025), high: sorted.quantile(0.975),
      permutations: permutations)
  }
}
