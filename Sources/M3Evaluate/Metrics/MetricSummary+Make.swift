import M3Core

extension MetricSummary {
  /// Sums up scored samples.
  ///
  /// - Parameters:
  ///   - replicates: draws of clips for the intervals.
  ///   - seed: of the draws; recorded.
  /// - Throws: `EvaluateError.badResults` when no sample can be scored.
  public static func make(
    _ metric: MetricName, _ samples: [ScoredSample], replicates: Int = ClusterBootstrap.standardReplicates,
    seed: UInt64 = 0
  ) throws(EvaluateError) -> MetricSummary {
    let counted = samples.filter { $0.outcome != .unscored }
    guard !counted.isEmpty else { throw .badResults(reason: "no question has an answer to compare with") }
    let table = metric.table(for: counted)
    let tally = Tally(counted, table: table)
    let bootstrap = ClusterBootstrap(sums: tally.sums, width: table.width)
    var generator = SeededGenerator(seed: seed)
    let intervals = bootstrap.intervals(table.lines.map(\.value), replicates: replicates, using: &generator)
    let total = bootstrap.total
    var parts: [Part] = []
    for (line, interval) in zip(table.lines, intervals) {
      guard let value = line.value(total) else { continue }
      let count = Int(line.count(total))
      parts.append(
        Part(
          name: line.name, estimate: Estimate(value: value, low: interval?.low, high: interval?.high, count: count)))
    }
    guard let headline = parts.first else { throw .badResults(reason: "the metric is not defined on these samples") }
    return MetricSummary(
      metric: metric, headlineName: headline.name, headline: headline.estimate, parts: Array(parts.dropFirst()),
      asked: counted.count, unparsed: counted.count { $0.outcome == .unparsed },
      failed: counted.count { $0.outcome == .failed }, unscored: samples.count - counted.count,
      replicates: replicates, seed: seed)
  }
}

/// Samples summed by clip, clips sorted by name so that draws are the same whatever the order of the samples.
private struct Tally {
  /// [clip, sum], row-major.
  private(set) var sums: [Double] = []

  init(_ samples: [ScoredSample], table: MetricTable) {
    let groups = Dictionary(grouping: samples, by: \.group)
    for name in groups.keys.sorted() {
      var row = [Double](repeating: 0, count: table.width)
      table.add(groups[name] ?? [], &row)
      sums += row
    }
  }
}
