import M3Evaluate

/// Computes, writes and prints a run's numbers: those of an evaluation or those of a sweep.
enum RunNumbers {
  static func print(_ folder: RunFolder, json: Bool) throws {
    if try folder.readCard().settings.isSweep {
      let report = try folder.analyse()
      if json { return try StandardOutput.json(report, pretty: true) }
      return try StandardOutput.write(SweepText.text(report))
    }
    let metrics = try folder.score()
    if json { return try StandardOutput.json(metrics, pretty: true) }
    try StandardOutput.write(RunText.numbers(metrics))
  }
}
