/// The lines of a metric's table as functions of sums over samples.
struct MetricTable {
  struct Line {
    let name: String
    let value: ([Double]) -> Double?
    let count: ([Double]) -> Double
  }

  /// Sums a clip.
  let width: Int
  /// Adds the samples of one clip to a vector of sums.
  let add: ([ScoredSample], inout [Double]) -> Void
  /// The headline first.
  let lines: [Line]
}

extension MetricTable {
  /// A share of two sums, nil over nothing.
  static func share(_ total: [Double], _ part: Int, _ whole: Int) -> Double? {
    total[whole] > 0 ? total[part] / total[whole] : nil
  }

  /// Accuracy overall and by label.
  ///
  /// - Parameter meanOfLabels: the headline is the mean over labels, the plain mean comes second.
  static func means(_ samples: [ScoredSample], meanOfLabels: Bool = false) -> MetricTable {
    let labels = Set(samples.flatMap(\.labels)).sorted()
    let place = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, 2 + 2 * $0) })
    var lines = [Line(name: "accuracy", value: { share($0, 0, 1) }, count: { $0[1] })]
    if meanOfLabels {
      let places = labels.compactMap { place[$0] }
      let mean = Line(
        name: "mean of types",
        value: { total in
          let values = places.compactMap { share(total, $0, $0 + 1) }
          return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }, count: { $0[1] })
      lines.insert(mean, at: 0)
    }
    for label in labels {
      guard let first = place[label] else { continue }
      lines.append(Line(name: label, value: { share($0, first, first + 1) }, count: { $0[first + 1] }))
    }
    return MetricTable(
      width: 2 + 2 * labels.count,
      add: { samples, sums in
        for sample in samples {
          for first in [0] + sample.labels.compactMap({ place[$0] }) {
            sums[first] += sample.score
            sums[first + 1] += 1
          }
        }
      }, lines: lines)
  }
}

extension MetricName {
  /// The table of this metric for these samples.
  func table(for samples: [ScoredSample]) -> MetricTable {
    switch self {
    case .star: .means(samples, meanOfLabels: true)
    case .pope: .pope(samples)
    case .mme: .mme(samples)
    case .circular: .circular(samples)
    default: .means(samples)
    }
  }
}
