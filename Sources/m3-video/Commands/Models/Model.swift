import ArgumentParser

/// `m3-video model`: what can be done with a checkpoint apart from asking it.
struct Model: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at a checkpoint, make it smaller, or measure what a smaller one loses.",
    subcommands: [ModelInfo.self, ModelQuantize.self, ModelCompare.self])
}
