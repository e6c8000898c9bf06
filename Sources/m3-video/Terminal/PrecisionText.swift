import M3Core
import M3Model
import M3Tensor
import TextTable

/// The table of `m3-video model compare`.
enum PrecisionText {
  static func table(_ rows: [PrecisionComparison.Row]) -> String {
    let table = TextTable<PrecisionComparison.Row> { row in
      [
        Column(title: "precision", value: row.precision.rawValue),
        Column(title: "keys, values", value: row.keyValues.rawValue),
        Column(title: "weights, MB", value: (Double(row.weightBytes) / 1e6).short, align: .right),
        Column(title: "features", value: digits(row.featureCosine)),
        Column(title: "least", value: digits(row.leastFeatureCosine)),
        Column(title: "scores", value: digits(row.scoreCosine)),
        Column(title: "least", value: digits(row.leastScoreCosine)),
        Column(title: "divergence", value: digits(row.divergence)),
        Column(title: "same best token", value: "\(row.sameBest) of \(row.positions)", align: .right),
      ]
    }
    return table.string(for: rows) ?? ""
  }

  /// Six digits after the point.
  private static func digits(_ value: Double) -> String {
    let scaled = Int((value.magnitude * 1e6).rounded())
    let rest = String(scaled % 1_000_000)
    return "\(value < 0 && scaled > 0 ? "-" : "")\(scaled / 1_000_000)."
      + String(repeating: "0", count: 6 - rest.count) + rest
  }
}
