import ArgumentParser
import Foundation
import M3Core
import M3Evaluate

/// `m3-video score`: a run's numbers again, from its samples.
struct Score: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute a run's numbers again from its samples; have its answers judged; compare it with another run.",
    usage: "m3-video score <run> [<other>] [<options>]",
    discussion: """
      Works at any time, also while a run is under way: what is still to come is said beside the numbers. Answers are \
      read again from their texts where the annotations are at hand.

      With a judge every open answer is judged once, and every reply is kept in judge.jsonl; judging that was \
      interrupted goes on with the same command.

        m3-video score runs/msvd --judge-url https://api.openai.com/v1 --judge-model gpt-3.5-turbo-0125
        m3-video score runs/before runs/after
      """)

  @Argument(help: "A run's folder.")
  var run: String

  @Argument(help: "Another run of the same task: it is scored too, and compared question by question.")
  var other: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Where the annotations are now: a folder or a file (default: where they were).", valueName: "dir|file"))
  var annotations: String?

  @OptionGroup var judging: JudgeOptions

  @Option(help: ArgumentHelp("WordNet's files, for WUPS.", valueName: "dir"))
  var wordnet = RunOptions.wordNet

  @Flag(name: [.short, .long], help: "Print nothing but the numbers and errors.")
  var quiet = false

  @Flag(help: "Print the numbers as JSON; of two runs, how they compare.")
  var json = false

  func run() async throws {
    try await runCommand {
      let judge = try judging.judge()
      let runs = [run] + (other.map { [$0] } ?? [])
      for run in runs {
        let folder = RunFolder(run)
        let card = try folder.readCard()
        let source = try RunSource(folder, card: card, annotations: annotations)
        let isAtHand = !source.records.isEmpty
        if !isAtHand, !quiet, let problem = source.problems.first {
          StandardError().warning("\(problem.escapedForTerminal); answers count as they were read")
        }
        if let judge {
          guard isAtHand else {
            throw EvaluateError.nothingToJudge(
              folder: run, reason: "its questions are not at hand; say with --annotations where they are")
          }
          try await judge.judge(folder, records: source.records, isQuiet: quiet)
        }
        let reading = isAtHand ? try reading(card, source) : nil
        try RunNumbers.print(
          folder, reading: reading, records: isAtHand ? source.records : nil, json: json && runs.count == 1,
          isSilent: json && runs.count == 2)
      }
      guard let other else { return }
      let comparison = try RunComparison(RunScores(RunFolder(run)), RunScores(RunFolder(other)))
      if json { return try StandardOutput.json(comparison, pretty: true) }
      try StandardOutput.write("\n" + RunText.comparison(comparison))
    }
  }

  /// How answers are read again; nil where that takes what is not there.
  private func reading(_ card: RunCard, _ source: RunSource) throws -> RunReading? {
    guard !card.settings.isSweep else { return nil }
    guard card.settings.metric == .wups else { return try RunReading(settings: card.settings, source: source) }
    guard FileManager.default.fileExists(atPath: wordnet) else {
      if !quiet {
        StandardError().warning("WordNet is not at \(wordnet.escapedForTerminal); answers count as they were read")
      }
      return nil
    }
    return try RunReading(
      settings: card.settings, source: source, wups: WUPS(wordNet: try WordNet(folder: wordnet)))
  }
}
