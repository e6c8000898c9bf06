import M3Core
public import M3Model
import M3Planner
import M3Text

/// Answers questions about clips with one model.
///
/// One actor owns the model, the tokenizer and all workspaces, and computes on a thread of its own. Questions are
/// answered one after another; events arrive as an asynchronous stream, and cancelling the task that reads it stops
/// the work at the next frame or token.
public actor VideoEngine {
  private nonisolated let executor = ComputeExecutor()
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  public nonisolated let checkpoint: Checkpoint
  let stopwatch: Stopwatch
  /// Made ready by the first question, since a plan needs none of it.
  private var ready: Ready?

  /// What answering needs beyond the checkpoint's configuration.
  struct Ready {
    let model: MatryoshkaModel
    let tokenizer: Tokenizer
  }

  /// - Parameters:
  ///   - checkpoint: opened and checked.
  ///   - stopwatch: for the timings of answers.
  public init(checkpoint: Checkpoint, stopwatch: Stopwatch) {
    self.checkpoint = checkpoint
    self.stopwatch = stopwatch
  }

  /// What a user must know about the model before reading its answers.
  public nonisolated var notes: [String] {
    guard checkpoint.configuration.isUntrained else { return [] }
    return ["this model has random weights: its answers mean nothing yet"]
  }

  /// The model and tokenizer, made ready once.
  func readied(_ seconds: inout StageSeconds) throws -> Ready {
    if let ready { return ready }
    let ready = try timed(.load, &seconds) {
      Ready(
        model: try MatryoshkaModel(checkpoint),
        tokenizer: try Tokenizer(path: checkpoint.tokenizerPath))
    }
    self.ready = ready
    return ready
  }

  /// Runs a stage and adds its time.
  func timed<Result>(_ stage: Stage, _ seconds: inout StageSeconds, _ body: () throws -> Result) rethrows -> Result {
    let start = stopwatch.now()
    defer { seconds[stage] += stopwatch.now() - start }
    return try body()
  }
}
