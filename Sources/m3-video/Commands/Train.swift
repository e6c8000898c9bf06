import ArgumentParser
import M3Core
import M3Engine
import M3Model
import M3Tensor
import M3Train

/// `m3-video train`: a Matryoshka model, trained by a recipe or on data.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a Matryoshka model: the mean over nested scales of the answer's loss.",
    discussion: """
      Give a recipe, which makes a model from nothing stage by stage, or data and a checkpoint to go on from. The result \
      is a checkpoint folder that `m3-video ask --model` and transformers read; train.jsonl beside it has every step. A \
      training that was interrupted, in whatever way, goes on to the same losses when the command is given again.

        m3-video train --recipe samples/models/m3-tiny/recipe.json -o m3-tiny
        m3-video train --data world --init m3-tiny -o further --frames 8,24 --steps 500 --rate 1e-3
      """)

  @Option(help: ArgumentHelp("A recipe file.", valueName: "file"))
  var recipe: String?

  @OptionGroup var options: TrainOptions

  @Option(name: [.short, .long], help: ArgumentHelp("The folder to write to.", valueName: "dir"))
  var output: String

  @Option(help: "Threads that compute (default: all processors); the same number gives the same losses.")
  var threads: Int?

  @Flag(name: [.short, .long], help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard recipe == nil || options.data == nil else { throw ValidationError("give --recipe or --data, not both") }
    if recipe == nil { _ = try options.recipe() }
  }

  func run() async throws {
    try await runCommand {
      if let threads { Processor.useThreads(threads) }
      let recipe = if let path = recipe { try Recipe.read(path) } else { try options.recipe() }
      let start = try options.start.map { try Checkpoint.open($0) }
      let printer = TrainingPrinter(quiet: quiet)
      defer { printer.finish() }
      let trainer = try Trainer(recipe, start: start, output: output, clock: Stopwatch.continuous.now)
      try trainer.run { event in
        printer.take(event)
        try Task.checkCancellation()
      }
    }
  }
}
