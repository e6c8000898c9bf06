import ArgumentParser
import Foundation
import M3Core
import M3World

/// `m3-video world`: clips of the synthetic world with their questions.
struct World: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write clips of the synthetic world FlashLadder, with questions whose needs differ by design.",
    discussion: """
      The folder holds clips/*.mp4, annotations.jsonl, scenes.jsonl and world.json. Clips are the same for everyone who \
      has the same encoder library. An interrupted run goes on where it stopped. docs/world.md says what the world \
      shows and what it does not.
      """)

  @Option(help: "train, val or test; their scenes never overlap.")
  var split: WorldSplit = .test

  @Option(help: "How many clips.")
  var count = 100

  @Option(help: "standard: 96 frames at 12 a second. varied: 72 to 144 frames at 10, 12 or 15.")
  var timings: WorldTimings = .standard

  @Option(name: [.short, .long], help: ArgumentHelp("The folder to write to.", valueName: "dir"))
  var output: String

  @Flag(help: "Print the card of what was written as JSON.")
  var json = false

  func run() async throws {
    try await runCommand {
      let progress = ProgressLine(StandardError(), isOn: !json)
      let writer = WorldWriter(timings: timings)
      let card = try writer.write(split: split, count: count, folder: URL(fileURLWithPath: output)) {
        progress.show("clips", done: $0.done, of: $0.total)
      }
      progress.clear()
      if json { return try StandardOutput.json(card, pretty: true) }
      let questions = card.questions.values.reduce(0, +)
      try StandardOutput.line("\(card.clips) clips and \(questions) questions in \(output.escapedForTerminal)")
    }
  }
}
