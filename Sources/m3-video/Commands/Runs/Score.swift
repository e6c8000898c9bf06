import ArgumentParser
import M3Core
import M3Evaluate

/// `m3-video score`: a run's numbers again, from its samples.
struct Score: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute a run's numbers again from its samples.",
    discussion: "Works at any time, also while a run is under way: what is still to come is said beside the numbers.")

  @Argument(help: "A run's folder.")
  var run: String

  @Flag(help: "Print the numbers as JSON.")
  var json = false

  func run() async throws {
    try await runCommand {
      try RunNumbers.print(RunFolder(run), json: json)
    }
  }
}
