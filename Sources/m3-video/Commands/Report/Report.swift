import ArgumentParser
import M3Core
import M3Evaluate
import M3Report

/// `m3-video report`: runs, sweeps and trainings as one page.
struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make one self-contained HTML page of runs, sweeps and trainings.",
    usage: "m3-video report <run> ... -o <file>",
    discussion: """
      Each folder is one that `eval`, `sweep`, `merge` or `train` wrote. The page holds the numbers with their intervals, charts, tables \
      that sort and copy as CSV, and questions to browse with the frames that the model saw; several runs stand side by \
      side with paired differences. It loads nothing from anywhere. Numbers are those of metrics.json and \
      sweep.json, computed as by `score` where samples have come since.

        m3-video report runs/sweep -o report.html
        m3-video report runs/average runs/spatial -o compared.html
      """)

  @Argument(help: "Folders of runs and trainings.")
  var runs: [String]

  @Option(name: [.short, .long], help: ArgumentHelp("The page.", valueName: "file"))
  var output: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Questions to browse, spread evenly over the run; 0 for none.", valueName: "count"))
  var samples = 200

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Frames shown with each answer, spread evenly; 0 for none.", valueName: "count"))
  var thumbnails = 8

  @Option(help: ArgumentHelp("Where the annotations are now (default: where they were).", valueName: "dir|file"))
  var annotations: String?

  @Option(help: ArgumentHelp("Where the clips are now (default: where they were).", valueName: "dir|template"))
  var videos: String?

  @Flag(name: [.short, .long], help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("a file for the page is needed: -o <file>") }
    guard (1...ReportMaker.mostRuns).contains(runs.count) else {
      throw ValidationError("a page holds 1 to \(ReportMaker.mostRuns) runs, found \(runs.count)")
    }
    guard (0...SampleChoice.mostQuestions).contains(samples) else {
      throw ValidationError("--samples is 0 to \(SampleChoice.mostQuestions), found \(samples)")
    }
    guard (0...64).contains(thumbnails) else {
      throw ValidationError("--thumbnails is 0 to 64, found \(thumbnails)")
    }
  }

  func run() async throws {
    try await runCommand {
      let file = try OutputFile(output)
      let maker = ReportMaker(
        paths: runs, samples: samples, thumbnails: thumbnails, annotations: annotations, videos: videos,
        progress: ProgressLine(StandardError(), isOn: !quiet))
      let page = try maker.make().html()
      try file.append(page)
      try file.finish()
      if !quiet { StandardError().line("\(output.escapedForTerminal): \((Double(page.utf8.count) / 1e6).tenths) MB") }
    }
  }
}
