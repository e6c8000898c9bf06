extension MetricTable {
  /// MMBench: a question counts when it is right under every rotation; then the accuracy of single rows.
  static func circular(_ samples: [ScoredSample]) -> MetricTable {
    let labels = Set(samples.flatMap(\.labels)).sorted()
    let place = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, 4 + 2 * $0) })
    var lines = [
      Line(name: "circular accuracy", value: { share($0, 0, 1) }, count: { $0[1] }),
      Line(name: "accuracy of single rows", value: { share($0, 2, 3) }, count: { $0[3] }),
    ]
    for label in labels {
      guard let first = place[label] else { continue }
      lines.append(Line(name: label, value: { share($0, first, first + 1) }, count: { $0[first + 1] }))
    }
    return MetricTable(
      width: 4 + 2 * labels.count,
      add: { samples, sums in
        for (_, unit) in units(samples) {
          let isRight = unit.allSatisfy { $0.score >= 1 }
          for first in [0] + Set(unit.flatMap(\.labels)).compactMap({ place[$0] }) {
            sums[first] += isRight ? 1 : 0
            sums[first + 1] += 1
          }
          sums[2] += unit.reduce(0) { $0 + $1.score }
          sums[3] += Double(unit.count)
        }
      }, lines: lines)
  }

  /// The ten abilities of MME that make up perception; the other four are cognition.
  static let mmePerception: Set<String> = [
    "existence", "count", "position", "color", "posters", "celebrity", "scene", "landmark", "artwork", "OCR",
  ]

  /// MME: by ability the accuracy of questions plus the share of pictures with all questions right, each out of 100;
  /// sums over perception and cognition; the headline is the sum of all.
  static func mme(_ samples: [ScoredSample]) -> MetricTable {
    let labels = Set(samples.flatMap(\.labels)).sorted()
    let place = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, 4 * $0) })
    func score(_ total: [Double], _ first: Int) -> Double? {
      guard let plain = share(total, first, first + 1), let plus = share(total, first + 2, first + 3) else {
        return nil
      }
      return 100 * (plain + plus)
    }
    func sum(_ name: String, of chosen: [String]) -> Line {
      let places = chosen.compactMap { place[$0] }
      return Line(
        name: name, value: { total in places.isEmpty ? nil : places.compactMap { score(total, $0) }.reduce(0, +) },
        count: { total in places.reduce(0) { $0 + total[$1 + 1] } })
    }
    var lines = [
      sum("score", of: labels), sum("perception", of: labels.filter(mmePerception.contains)),
      sum("cognition", of: labels.filter { !mmePerception.contains($0) }),
    ]
    for label in labels {
      guard let first = place[label] else { continue }
      lines.append(Line(name: label, value: { score($0, first) }, count: { $0[first + 1] }))
      lines.append(Line(name: "\(label): accuracy", value: { share($0, first, first + 1) }, count: { $0[first + 1] }))
      lines.append(
        Line(name: "\(label): accuracy+", value: { share($0, first + 2, first + 3) }, count: { $0[first + 3] }))
    }
    return MetricTable(
      width: max(4 * labels.count, 1),
      add: { samples, sums in
        for (_, unit) in units(samples) {
          guard let label = unit.first?.labels.first, let first = place[label] else { continue }
          sums[first] += unit.reduce(0) { $0 + $1.score }
          sums[first + 1] += Double(unit.count)
          sums[first + 2] += unit.allSatisfy { $0.score >= 1 } ? 1 : 0
          sums[first + 3] += 1
        }
      }, lines: lines)
  }

  /// Samples by unit, in the units' order.
  private static func units(_ samples: [ScoredSample]) -> [(String, [ScoredSample])] {
    Dictionary(grouping: samples, by: { $0.unit ?? $0.key }).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
