import ArgumentParser
import M3Core
import M3Model

/// Which checkpoint answers, and how it sees a frame.
struct ModelOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "A checkpoint's folder: LLaVA-1.5, LLaVA-NeXT or M3, safetensors (default: the model that ships with m3-video).",
      valueName: "dir"))
  var model: String?

  @Option(help: "How a frame becomes a crop: pad, crop or squash (default: the checkpoint's own way).")
  var fit: CropFit?

  /// The checkpoint, opened and checked; no weight is read yet.
  func open() throws -> Checkpoint {
    try Checkpoint.open(ModelLocation.folder(named: model))
  }
}
