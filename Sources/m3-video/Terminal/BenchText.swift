import M3Bench
import M3Core
import M3Planner
import TextTable

/// What was measured, as text for a terminal.
enum BenchText {
  static func head(_ machine: Calibration.Machine, repeats: Int) -> String {
    """
    \(machine.processor.escapedForTerminal), \(machine.kernels) kernels, \
    \(machine.threads) \(machine.threads == 1 ? "thread" : "threads"); medians of \(repeats)
    """
  }

  static func table(_ rows: [BenchRow]) -> String {
    let table = TextTable<BenchRow> { row in
      [
        Column(title: "work", value: row.work), Column(title: "time", value: row.seconds.asSeconds, align: .right),
        Column(title: "reached", value: rate(row.rate, row.unit), align: .right),
        Column(title: "possible", value: row.possible.map { rate($0, row.unit) } ?? "", align: .right),
        Column(title: "share", value: row.share.map { "\(Int(($0 * 100).rounded())) %" } ?? "", align: .right),
        Column(title: "", value: row.note ?? ""),
      ]
    }
    return table.string(for: rows) ?? ""
  }

  static func table(_ points: [GrowthPoint]) -> String {
    let table = TextTable<GrowthPoint> { point in
      [
        Column(title: "frames", value: point.frames, align: .right),
        Column(title: "tokens", value: point.visualTokens, align: .right),
        Column(title: "read", value: (point.seconds[.read] + point.seconds[.preprocess]).asSeconds, align: .right),
        Column(title: "encode", value: point.seconds[.encode].asSeconds, align: .right),
        Column(title: "prefill", value: point.seconds[.prefill].asSeconds, align: .right),
        Column(title: "all", value: point.seconds.total.asSeconds, align: .right),
        Column(
          title: "encode/GFLOP", value: (point.seconds[.encode] / point.visionOperations * 1e9).asSeconds, align: .right
        ),
        Column(
          title: "prefill/GFLOP", value: (point.seconds[.prefill] / point.prefillOperations * 1e9).asSeconds,
          align: .right),
        Column(title: "memory", value: ByteSize.text(point.bytes), align: .right),
      ]
    }
    return table.string(for: points) ?? ""
  }

  private static func rate(_ value: Double, _ unit: BenchRow.Unit) -> String {
    let scaled = value >= 1e12 ? (value / 1e12, "T") : value >= 1e9 ? (value / 1e9, "G") : (value, "")
    let number = scaled.0 >= 100 ? "\(Int(scaled.0.rounded()))" : "\((scaled.0 * 10).rounded() / 10)"
    switch unit {
    case .operations: return "\(number) \(scaled.1)FLOPS"
    case .bytes: return "\(number) \(scaled.1)B/s"
    case .frames: return "\(number) frames/s"
    }
  }
}
