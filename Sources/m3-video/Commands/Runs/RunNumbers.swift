import Foundation
import M3Core
import M3Evaluate

/// Computes, writes and prints a run's numbers: those of an evaluation or those of a sweep.
enum RunNumbers {
  /// - Parameters:
  ///   - reading: reads answers again; nil to take them as they were read.
  ///   - records: the run's questions by key, where they are at hand.
  ///   - isSilent: only writes them.
  static func print(
    _ folder: RunFolder, reading: RunReading? = nil, records: [String: QuestionRecord]? = nil, json: Bool,
    isSilent: Bool = false
  ) throws {
    if try folder.readCard().settings.isSweep {
      let report = try folder.analyse()
      if isSilent { return }
      if json { return try StandardOutput.json(report, pretty: true) }
      return try StandardOutput.write(SweepText.text(report))
    }
    let metrics = try folder.score(reading: reading, records: records)
    if isSilent { return }
    if json { return try StandardOutput.json(metrics, pretty: true) }
    try StandardOutput.write(RunText.numbers(metrics))
  }
}
