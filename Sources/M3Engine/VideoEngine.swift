import M3Core
public import M3Model
public import M3Tensor
import M3Planner
import M3Text
import M3Video

/// Answers questions about clips with one model.
///
/// One actor owns the model, the tokenizer and all workspaces, and computes on a thread of its own. Questions are
/// answered one after another; events arrive as an asynchronous stream, and cancelling the task that reads it stops
/// the work at the next frame or token.
public actor VideoEngine {
  private nonisolated let executor = ComputeExecutor()
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  public nonisolated let checkpoint: Checkpoint
  /// How the model holds weights, keys and values.
  public nonisolated let precision: ModelPrecision
  let stopwatch: Stopwatch
  // Made ready by the first question that comes so far.
  private var loadedTokenizer: Tokenizer?
  private var loadedModel: MatryoshkaModel?
  // What later questions about the same clip need not compute again.
  var features: FeatureMemory
  var lastPrefix: PrefixMemory?
  var lastClip: ClipMemory?
  /// Features on the disk, if they are to be kept there.
  let store: FeatureStore?
  var contentHashes: [ClipIdentity: String] = [:]

  /// - Parameters:
  ///   - checkpoint: opened and checked.
  ///   - memory: the most bytes of features that are kept for further questions; the state after the last clip's
  ///     visual tokens is kept besides.
  ///   - store: keeps features on the disk for other processes; features are then rounded to half precision, whether
  ///     they come from there or not.
  ///   - precision: how weights are held.
  ///   - keyValues: how keys and values are held; the precision's own way if nil.
  ///   - stopwatch: for the timings of answers.
  /// - Throws: `ModelError.packedAlready` for packed weights of another type than is wished for.
  public init(
    checkpoint: Checkpoint, precision: Precision = .auto, keyValues: KeyValueType? = nil, memory: Int = 1 << 30,
    store: FeatureStore? = nil, stopwatch: Stopwatch
  ) throws(ModelError) {
    self.checkpoint = checkpoint
    self.precision = try ModelPrecision(checkpoint, precision, keyValues: keyValues)
    self.stopwatch = stopwatch
    features = FeatureMemory(limit: memory)
    self.store = store
  }

  /// What a user must know about the model before reading its answers.
  public nonisolated var notes: [String] {
    guard checkpoint.configuration.isUntrained else { return [] }
    return ["this model has random weights: its answers mean nothing yet"]
  }

  /// The tokenizer, made ready once.
  func tokenizer(_ seconds: inout StageSeconds) throws -> Tokenizer {
    if let loadedTokenizer { return loadedTokenizer }
    let tokenizer = try timed(.load, &seconds) { try Tokenizer(path: checkpoint.tokenizerPath) }
    loadedTokenizer = tokenizer
    return tokenizer
  }

  /// The model, made ready once.
  func model(_ seconds: inout StageSeconds) throws -> MatryoshkaModel {
    if let loadedModel { return loadedModel }
    let model = try timed(.load, &seconds) { try MatryoshkaModel(checkpoint, precision) }
    loadedModel = model
    return model
  }

  /// Runs a stage and adds its time.
  func timed<Result>(_ stage: Stage, _ seconds: inout StageSeconds, _ body: () throws -> Result) rethrows -> Result {
    let start = stopwatch.now()
    defer { seconds[stage] += stopwatch.now() - start }
    return try body()
  }
}
