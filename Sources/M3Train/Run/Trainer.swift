import M3Core
public import M3Model
import M3Tensor
import M3Text
import M3World

/// Runs a recipe: stage after stage, resumable at any moment, to a checkpoint folder.
public final class Trainer {
  public let recipe: Recipe
  public let model: TrainableModel
  let tokenizer: Tokenizer
  let folder: TrainingFolder
  /// Seconds from some moment on.
  let clock: () -> Double
  private let writer: CheckpointWriter
  /// Of each stage; made before the output folder is touched, so that data that cannot be read leaves nothing behind.
  private let makers: [BatchMaker]
  /// Of the stage that runs.
  private var cache: TowerCache?
  private var state = TrainingState(stage: 0)
  private var optimizer: AdamW
  /// Seconds between two states on the disk.
  private let stateEvery: Double
  private var stateWritten = 0.0

  /// Prepares a training, or takes up the one that the output folder holds.
  ///
  /// - Parameters:
  ///   - start: the checkpoint to go on from; nil for a recipe with a model of its own.
  ///   - output: gets the model, `train.jsonl`, and `training/` with what is needed to go on.
  ///   - stateEvery: seconds between two states on the disk; 0 writes one after each step.
  ///   - clock: seconds from some moment on.
  /// - Throws: `TrainError`.
  public init(
    _ recipe: Recipe, start: Checkpoint?, output: String, stateEvery: Double = 60, clock: @escaping () -> Double
  ) throws(TrainError) {
    try recipe.check()
    guard (start == nil) == (recipe.model != nil) else {
      throw .badRecipe(
        field: "model",
        reason: start == nil
          ? "it is missing, and no checkpoint to begin with is named"
          : "a checkpoint to begin with is named, which has a model already")
    }
    self.recipe = recipe
    self.clock = clock
    self.stateEvery = stateEvery
    folder = TrainingFolder(output: output)
    let tokens = try Self.tokenizerBytes(start)
    do throws(TextError) { tokenizer = try Tokenizer(bytes: tokens.bytes, path: tokens.path) } catch {
      throw .text(error)
    }
    writer = CheckpointWriter(
      source: start, tokenizer: tokens.bytes,
      scales: Set(recipe.scales + (start?.configuration.trainedScales ?? [])).sorted())
    let dense = recipe.stages.contains { $0.data.isDense } ? WorldPatches.tasks : []
    if let start {
      model = try TrainableModel(start, dense: dense)
    } else {
      model = try TrainableModel(
        ModelConfiguration(recipe, vocabulary: tokenizer.vocabularySize), dense: dense)
    }
    optimizer = try AdamW(model, recipe.stages[0].optimizer)
    var makers: [BatchMaker] = []
    for (index, stage) in recipe.stages.enumerated() {
      makers.append(try BatchMaker(stage, index: index, seed: recipe.seed, model.configuration, tokenizer))
    }
    self.makers = makers
    let saved = try folder.claim(TrainingFolder.Identity(recipe: recipe, start: start?.fingerprint))
    if let saved {
      state = try TrainingState(saved)
      guard state.stage <= recipe.stages.count else {
        throw .badState(path: saved.path, reason: "it is of stage \(state.stage) of \(recipe.stages.count)")
      }
      optimizer = try AdamW(model, recipe.stages[min(state.stage, recipe.stages.count - 1)].optimizer)
      try state.restore(saved, model, optimizer)
      let (stage, step) = (state.stage, state.step)
      try folder.trimLog { record in
        guard let index = recipe.stages.firstIndex(where: { $0.name == record.stage }) else { return false }
        return index < stage || (index == stage && record.step <= step)
      }
    } else if start == nil {
      model.initialize(seed: recipe.seed)
    }
  }

  /// The tokenizer of a checkpoint, or one made of the world's words.
  private static func tokenizerBytes(_ start: Checkpoint?) throws(TrainError) -> (bytes: [UInt8], path: String) {
    guard let start else {
      do throws(TextError) {
        return (WordVocabulary(of: try WorldTexts.all()).model(), "tokenizer.model")
      } catch {
        throw .text(error)
      }
    }
    do throws(ModelError) {
      let path = try start.tokenizerPath
      do throws(TensorError) {
        return (try SmallFile.read(path, limit: 16 << 20), path)
      } catch {
        throw .file(error)
      }
    } catch {
      throw .model(error)
    }
  }

  /// Runs what is left of the recipe.
  ///
  /// - Parameter report: called after every event; what it throws (a cancellation) ends the run, and the state of the
  ///   last step is on the disk.
  /// - Throws: `TrainError`, and what `report` throws.
  public func run(_ report: (TrainingEvent) throws -> Void) throws {
    let log = try TrainingLog(folder.logPath)
    stateWritten = clock()
    while state.stage < recipe.stages.count {
      try report(
        .stage(index: state.stage, of: recipe.stages.count, recipe.stages[state.stage], done: state.step))
      try run(recipe.stages[state.stage], log, report)
      state = TrainingState(stage: state.stage + 1)
      optimizer = try AdamW(model, recipe.stages[min(state.stage, recipe.stages.count - 1)].optimizer)
      try writeState()
      try writer.write(model, to: folder.output)
      try report(.wrote(folder: folder.output))
    }
  }

  private func run(_ stage: TrainingStage, _ log: TrainingLog, _ report: (TrainingEvent) throws -> Void) throws {
    let maker = makers[state.stage]
    cache = stage.cache
    if stage.alignsWords, state.step == 0 { try alignWords() }
    let queue = BatchQueue(steps: state.step..<stage.steps, ahead: 4) { try maker.batch($0) }
    defer { queue.stop() }
    let began = clock()
    let first = state.step
    do {
      while state.step < stage.steps {
        let stepBegan = clock()
        var record = try step(stage, try queue.next())
        let now = clock()
        record.seconds = now
        let took = max(now - stepBegan, 1e-9)
        record.tokensPerSecond = Double(record.tokens) / took
        record.gigaflops = record.gigaflops.map { $0 / took }
        try log.append(record)
        let left = (now - began) / Double(state.step - first) * Double(stage.steps - state.step)
        try report(.step(record, secondsLeft: left))
        let isMeasured = state.step == stage.steps || (stage.evaluateEvery > 0 && state.step % stage.evaluateEvery == 0)
        if isMeasured, stage.evaluateScenes > 0 {
          let record = try measure(stage, maker)
          try log.append(record)
          try report(.measured(record))
        }
        if clock() - stateWritten >= stateEvery, state.step < stage.steps { try writeState() }
      }
    } catch let error as TrainError {
      throw error
    } catch {
      try writeState()
      throw error
    }
  }

  /// Makes patches speak the tokenizer's words, as the dense head of an earlier stage reads them.
  private func alignWords() throws(TrainError) {
    let samples = (0..<Self.alignedScenes).map { index in
      WorldPatches.sample(
        split: .train, index: index, side: model.configuration.imageProcessing.cropSide,
        WorldGenerator(seed: WorldGenerator.mix(recipe.seed ^ UInt64(index))))
    }
    let tokenizer = tokenizer
    let isAligned: Bool
    do throws(TextError) {
      let alignment = try WordAlignment(WorldPatches.tasks) { word throws(TextError) in try tokenizer.encode(word) }
      isAligned = alignment.apply(to: model, samples, seed: recipe.seed)
    } catch {
      throw .text(error)
    }
    guard isAligned else {
      throw .badRecipe(
        field: "model.language", reason: "alignsWords wants four heads with keys of their own, and a channel a word")
    }
  }

  private func writeState() throws(TrainError) {
    try state.write(model, optimizer, to: folder.state)
    stateWritten = clock()
  }

  /// One step: forward, back, clip, move the weights.
  private func step(_ stage: TrainingStage, _ batch: BatchMaker.Batch) throws(TrainError) -> TrainingRecord {
    let rates = stage.partRates
    let trained = Set(rates.keys)
    model.gradients.clear()
    let outcome = try run(stage, batch, trained: trained)
    let number = state.step + 1
    let norm = optimizer.norm(model, trained)
    guard outcome.loss.mean.isFinite, norm.isFinite else {
      throw .notFinite(stage: stage.name, step: number, tensor: model.firstNonFinite(trained))
    }
    let first = state.firstLoss ?? outcome.loss.mean
    guard outcome.loss.mean <= Self.divergence * (first + 1) else {
      throw .diverged(
        stage: stage.name, step: number, loss: outcome.loss.mean, first: first, tensor: model.steepest(trained))
    }
    let factor = stage.rateFactor(at: state.step)
    let clipped = stage.clipping.map { norm > $0 ? $0 / norm : 1 } ?? 1
    optimizer.step(model, rates: rates.mapValues { $0 * factor }, factor: clipped)
    state.step = number
    state.optimizerSteps = optimizer.steps
    state.firstLoss = first
    return record(stage, outcome, isHeldOut: false, rates: stage.rates.mapValues { $0 * factor }, norm: norm)
  }

  private func run(
    _ stage: TrainingStage, _ batch: BatchMaker.Batch, trained: Set<Parameter.Part>
  ) throws(TrainError) -> BatchOutcome {
    switch batch {
    case .patches(let samples): return try model.runDense(samples, trained: trained)
    case .answers(let samples):
      let weight = samples.reduce(0) { $0 + $1.weight }
      var outcome = BatchOutcome()
      for part in 0..<stage.accumulation {
        let range = samples.count * part / stage.accumulation..<samples.count * (part + 1) / stage.accumulation
        outcome += try model.run(
          Array(samples[range]), weight: weight, reduction: stage.reduction, trained: trained, cache: cache)
      }
      return outcome
    }
  }

  /// Accuracies on held-out scenes.
  private func measure(_ stage: TrainingStage, _ maker: BatchMaker) throws -> TrainingRecord {
    var plans = stage.evaluatePlans
    if plans.isEmpty {
      plans = stage.plans.flatMap { plan in plan.scales.map { TrainingStage.Plan(frames: plan.frames, scales: [$0]) } }
    }
    if stage.data.isDense { plans = [TrainingStage.Plan(frames: 1, scales: [.tokens576])] }
    var outcome = BatchOutcome()
    for plan in plans {
      for start in stride(from: 0, to: stage.evaluateScenes, by: Self.measuredAtOnce) {
        let batch = try maker.heldOut(start..<min(stage.evaluateScenes, start + Self.measuredAtOnce), plan)
        outcome += try run(stage, batch, trained: [])
      }
    }
    var record = record(stage, outcome, isHeldOut: true, rates: nil, norm: nil)
    record.seconds = clock()
    return record
  }

  private func record(
    _ stage: TrainingStage, _ outcome: BatchOutcome, isHeldOut: Bool, rates: [String: Double]?, norm: Double?
  ) -> TrainingRecord {
    TrainingRecord(
      stage: stage.name, step: state.step, loss: outcome.loss.mean, losses: outcome.losses.mapValues(\.mean),
      accuracies: outcome.accuracies, isHeldOut: isHeldOut, rates: rates, gradientNorm: norm, tokens: outcome.tokens,
      crops: outcome.crops, tokensPerSecond: nil, gigaflops: isHeldOut ? nil : outcome.operations / 1e9, seconds: 0)
  }

  /// A loss so many times the first one (plus 1) is a divergence.
  private static let divergence = 3.0
  private static let measuredAtOnce = 16
  /// Scenes from which the dense head's answers are scaled.
  private static let alignedScenes = 256
}
