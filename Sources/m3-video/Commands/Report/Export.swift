import ArgumentParser
import M3Core
import M3Evaluate

/// `m3-video export`: a run's samples for other programs.
struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a run's samples as CSV, JSON lines, or lmms-eval's log.",
    usage: "m3-video export <run> --format csv|jsonl|lmms-eval [-o <file>]",
    discussion: """
      csv has one row an answer, jsonl what samples.jsonl holds with the words of the questions, lmms-eval the lines of its \
      <date>_samples_<task>.jsonl. Without -o the lines go to standard output.
      """)

  @Argument(help: "A run's folder.")
  var run: String

  @Option(help: "csv, jsonl or lmms-eval.")
  var format: SampleFormat

  @Option(name: [.short, .long], help: ArgumentHelp("The file.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Only the answers under this plan of a sweep, for instance 4x36.", valueName: "name"))
  var plan: String?

  @Option(help: ArgumentHelp("Where the annotations are now (default: where they were).", valueName: "dir|file"))
  var annotations: String?

  func run() async throws {
    try await runCommand {
      let folder = RunFolder(run)
      let card = try folder.readCard()
      let source = try RunSource(folder, card: card, annotations: annotations)
      let export = try SampleExport(folder, card: card, source: source, format: format, plan: plan)
      if source.records.isEmpty {
        for problem in source.problems { StandardError().warning(problem.escapedForTerminal) }
      }
      guard let output else { return try export.write { try StandardOutput.write($0) } }
      let file = try OutputFile(output)
      try export.write { try file.append($0) }
      try file.finish()
    }
  }
}
