import ArgumentParser
import M3Core
import M3Model

/// `m3-video model info`: what a checkpoint is.
struct ModelInfo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what a checkpoint is, after checking every tensor's name, shape and place.")

  @Argument(help: "A checkpoint's folder (default: the model that ships with m3-video).")
  var folder: String?

  @Flag(help: "Print everything as JSON.")
  var json = false

  func run() async throws {
    try await runCommand {
      let checkpoint = try Checkpoint.open(ModelLocation.folder(named: folder))
      if json { return try StandardOutput.json(checkpoint.summary, pretty: true) }
      try StandardOutput.write(CheckpointText(checkpoint).text)
    }
  }
}
