import Foundation
import M3Core

extension RunFolder {
  /// The numbers of an evaluation: those of metrics.json, or computed and written anew where they are missing or samples
  /// have come since.
  ///
  /// - Throws: `EvaluateError`: no run, a damaged sample, a file that cannot be written.
  public func currentMetrics() throws -> RunMetrics {
    if let known = read(RunMetrics.self, from: metrics), known.schema == RunMetrics.currentSchema,
      known.answers - known.remaining == (try sampleCount())
    {
      return known
    }
    return try score()
  }

  /// The analysis of a sweep: that of sweep.json, or computed and written anew where it is missing or samples have come
  /// since.
  ///
  /// - Throws: `EvaluateError`: no sweep, a damaged sample, a file that cannot be written.
  public func currentAnalysis() throws -> SweepReport {
    if let known = read(SweepReport.self, from: sweep), known.schema == SweepReport.currentSchema,
      known.answers - known.remaining == (try sampleCount())
    {
      return known
    }
    return try analyse()
  }

  private func sampleCount() throws -> Int {
    var count = 0
    try forEachSample { _ in count += 1 }
    return count
  }

  private func read<Value: Decodable>(_ type: Value.Type, from file: String) -> Value? {
    guard let data = try? Data(contentsOf: URL(filePath: file)) else { return nil }
    return try? JSONDecoder.m3.decode(type, from: data)
  }
}
