import Foundation
import M3Core
import M3Evaluate
import M3Report
import M3Train

/// Reads the folders of a report and puts its page together.
struct ReportMaker {
  /// Folders that one page has room for.
  static let mostRuns = 12

  let paths: [String]
  /// Questions to browse.
  let samples: Int
  /// Frames with each answer.
  let thumbnails: Int
  let annotations: String?
  let videos: String?
  let progress: ProgressLine

  /// - Throws: `EvaluateError` and `TrainError` for folders that hold neither a run nor a training.
  func make() throws -> M3Report.Report {
    var runs: [ReportedRun] = []
    var trainings: [TrainingResult] = []
    for path in paths {
      if isTraining(path) {
        trainings.append(TrainingResult(name: Self.name(path), records: try TrainingRecord.log(in: path)))
      } else {
        runs.append(try ReportedRun(RunFolder(path), name: Self.name(path)))
        try Task.checkCancellation()
      }
    }
    return M3Report.Report(
      version: Version.number, runs: runs.map(\.result), comparisons: try comparisons(runs),
      samples: try sampleSet(runs), trainings: trainings)
  }

  private func isTraining(_ path: String) -> Bool {
    let files = FileManager.default
    return !files.fileExists(atPath: path + "/run.json") && files.fileExists(atPath: path + "/train.jsonl")
  }

  /// As it was named, without slashes at the end.
  private static func name(_ path: String) -> String {
    var name = path[...]
    while name.count > 1, name.last == "/" { name.removeLast() }
    return String(name)
  }

  /// Each run with the first one of its kind and task; two runs with each other in any case, to say why not.
  private func comparisons(_ runs: [ReportedRun]) throws -> [PairedResult] {
    guard runs.count > 1 else { return [] }
    var scores: [Int: RunScores] = [:]
    func score(_ place: Int) throws -> RunScores {
      if let known = scores[place] { return known }
      let read = try RunScores(runs[place].folder)
      scores[place] = read
      return read
    }
    var found: [PairedResult] = []
    for second in runs.indices.dropFirst() {
      let settings = runs[second].card.settings
      let first = runs[..<second].firstIndex {
        $0.card.settings.isSweep == settings.isSweep && $0.card.settings.task == settings.task
      }
      guard let first = first ?? (runs.count == 2 ? 0 : nil) else { continue }
      let comparison = try RunComparison(try score(first), try score(second))
      found.append(PairedResult(comparison, first: first, second: second))
      try Task.checkCancellation()
    }
    return found
  }

  private func sampleSet(_ runs: [ReportedRun]) throws -> SampleSet? {
    guard !runs.isEmpty, samples > 0 else { return nil }
    let sources = try runs.map {
      try RunSource($0.folder, card: $0.card, annotations: annotations, videos: videos)
    }
    let choice = try SampleChoice(runs, sources: sources, count: samples)
    var set = choice.set
    for problem in sources.flatMap(\.problems) where !set.notes.contains(problem) { set.notes.append(problem) }
    guard thumbnails > 0 else {
      set.notes.append("Frames are left out (--thumbnails 0).")
      return set
    }
    let maker = ThumbnailMaker(choice, sources: sources, count: thumbnails, clips: videos ?? runs[0].card.videos)
    try maker.add(to: &set) { progress.show("frames", done: $0, of: $1) }
    progress.clear()
    return set
  }
}
