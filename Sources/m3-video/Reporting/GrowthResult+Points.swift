import M3Bench
import M3Core
import M3Report

extension GrowthResult {
  /// Seconds by stage and memory, against frames of one token each and against the tokens of a fixed number of frames.
  init(_ points: [GrowthPoint]) {
    let frames = points.filter { $0.visualTokens == $0.frames }
    let fixed = points.filter { $0.visualTokens > $0.frames }.map(\.frames).max()
    let tokens = points.filter { $0.frames == fixed }
    self.init(
      panels: Self.panels("frames of one token each", frames) { Double($0.frames) }
        + Self.panels("visual tokens of \(fixed ?? 0) frames", tokens) { Double($0.visualTokens) })
  }

  private static func panels(
    _ xTitle: String, _ points: [GrowthPoint], _ x: (GrowthPoint) -> Double
  ) -> [Panel] {
    func line(_ name: String, _ y: (GrowthPoint) -> Double) -> Line {
      Line(name: name, points: points.map { Point(x: x($0), y: y($0)) }.filter { $0.y > 0 }.sorted { $0.x < $1.x })
    }
    return [
      Panel(
        xTitle: xTitle, yTitle: "seconds", isLogarithmic: true,
        lines: [
          line("read") { $0.seconds[.read] + $0.seconds[.preprocess] }, line("encode") { $0.seconds[.encode] },
          line("prefill") { $0.seconds[.prefill] },
        ]),
      Panel(
        xTitle: xTitle, yTitle: "memory held, MB", isLogarithmic: false,
        lines: [line("process") { Double($0.bytes) / Double(1 << 20) }]),
    ]
  }
}
