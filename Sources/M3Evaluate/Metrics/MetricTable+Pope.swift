extension MetricTable {
  /// POPE: F1, the mean over categories, then accuracy, precision, recall and the share of yes; and each by category.
  ///
  /// An answer that cannot be read counts against the model: as a missed yes or a false yes, whichever is wrong; the
  /// share of yes counts only what was said.
  static func pope(_ samples: [ScoredSample]) -> MetricTable {
    let labels = Set(samples.flatMap(\.labels)).sorted()
    let place = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, 5 + 5 * $0) })
    let places = labels.isEmpty ? [0] : labels.compactMap { place[$0] }
    var lines = [
      Line(
        name: "F1",
        value: { total in
          let values = places.compactMap { Confusion(total, $0).f1 }
          return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }, count: { Confusion($0, 0).count })
    ]
    for (label, first) in [("all", 0)] + labels.map({ ($0, place[$0] ?? 0) }) {
      lines += Confusion.lines.map { line in
        Line(
          name: "\(label): \(line.name)", value: { line.value(Confusion($0, first)) },
          count: { Confusion($0, first).count })
      }
    }
    return MetricTable(
      width: 5 + 5 * labels.count,
      add: { samples, sums in
        for sample in samples {
          for first in [0] + sample.labels.compactMap({ place[$0] }) { Confusion.add(sample, to: &sums, at: first) }
        }
      }, lines: lines)
  }
}

/// True and false yes and no, and how often yes was said.
private struct Confusion {
  let truePositive: Double
  let falsePositive: Double
  let trueNegative: Double
  let falseNegative: Double
  let saidYes: Double

  init(_ total: [Double], _ first: Int) {
    truePositive = total[first]
    falsePositive = total[first + 1]
    trueNegative = total[first + 2]
    falseNegative = total[first + 3]
    saidYes = total[first + 4]
  }

  static func add(_ sample: ScoredSample, to sums: inout [Double], at first: Int) {
    let isRight = sample.outcome == .read && sample.said == sample.truth
    let offset =
      switch (sample.truth == true, isRight) {
      case (true, true): 0
      case (false, false): 1
      case (false, true): 2
      case (true, false): 3
      }
    sums[first + offset] += 1
    if sample.said == true { sums[first + 4] += 1 }
  }

  var count: Double { truePositive + falsePositive + trueNegative + falseNegative }
  var accuracy: Double? { count > 0 ? (truePositive + trueNegative) / count : nil }
  var precision: Double? { truePositive + falsePositive > 0 ? truePositive / (truePositive + falsePositive) : nil }
  var recall: Double? { truePositive + falseNegative > 0 ? truePositive / (truePositive + falseNegative) : nil }
  var yesRatio: Double? { count > 0 ? saidYes / count : nil }
  /// 0 when no yes is right.
  var f1: Double? {
    guard count > 0 else { return nil }
    return truePositive == 0 ? 0 : 2 * truePositive / (2 * truePositive + falsePositive + falseNegative)
  }

  static var lines: [(name: String, value: (Confusion) -> Double?)] {
    [
      ("F1", { $0.f1 }), ("accuracy", { $0.accuracy }), ("precision", { $0.precision }), ("recall", { $0.recall }),
      ("yes ratio", { $0.yesRatio }),
    ]
  }
}
