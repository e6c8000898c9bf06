import ArgumentParser
import M3Core
import M3Evaluate

/// `m3-video merge`: one run out of its shards.
struct Merge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the shards of one run together.",
    usage: "m3-video merge <run> ... -o <run>",
    discussion: "The result is the run that would have been made without --shard, and can be scored like it.")

  @Argument(help: "Every shard's folder.")
  var runs: [String]

  @Option(name: [.short, .long], help: ArgumentHelp("The folder for the whole run.", valueName: "run"))
  var output: String

  func run() async throws {
    try await runCommand {
      let folder = RunFolder(output)
      try folder.merge(runs.map { RunFolder($0) })
      try RunNumbers.print(folder, json: false)
    }
  }
}
