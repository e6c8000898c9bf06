import M3Core
import M3Model
import M3Text
import M3World

/// Makes the batch of a step from the recipe's seed, the stage and the step alone.
struct BatchMaker: Sendable {
  /// What a step runs.
  enum Batch: Sendable {
    case answers([TrainingSample])
    case patches([DenseSample])
  }

  let stage: TrainingStage
  private let seed: UInt64
  private let side: Int
  /// Nil for dense pretraining.
  private let source: (any SampleSource)?

  init(_ stage: TrainingStage, index: Int, seed: UInt64, _ configuration: ModelConfiguration, _ tokenizer: Tokenizer)
    throws(TrainError)
  {
    self.stage = stage
    self.seed = WorldGenerator.mix(seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(index))
    side = configuration.imageProcessing.cropSide
    source = try Self.source(stage.data, configuration.imageProcessing, PromptWriter(tokenizer))
  }

  private static func source(
    _ data: DataSource, _ processing: ImageProcessing, _ prompt: PromptWriter
  ) throws(TrainError) -> (any SampleSource)? {
    switch data.kind {
    case .worldPatches: return nil
    case .worldImages, .worldClips: return try WorldSource(data, side: processing.cropSide, prompt: prompt)
    case .conversations, .questions:
      guard let path = data.path else { throw .badRecipe(field: "data.path", reason: "it is missing") }
      let root = data.root ?? DataFile.folder(of: path)
      let items =
        data.kind == .questions
        ? try QuestionFile.items(path, root: root) : try ConversationFile.items(path, root: root)
      guard !items.isEmpty else { throw .badData(place: path, reason: "it holds nothing to train on") }
      return try FileSource(items, processing, prompt: prompt, mostQuestions: data.questions ?? 16)
    }
  }

  /// The batch of a step of the training.
  func batch(_ step: Int) throws -> Batch {
    let indices = step * stage.batch..<(step + 1) * stage.batch
    guard let source else { return .patches(indices.map { patches(at: $0, heldOut: false) }) }
    return .answers(
      try indices.map { index in
        var generator = generator(at: index)
        var plan = drawPlan(&generator)
        if stage.scaleChoice == .random, let scale = plan.scales.randomElement(using: &generator) {
          plan.scales = [scale]
        }
        return try source.sample(
          SampleRequest(
            index: first(of: index), plan: plan, weighting: stage.weighting, isHeldOut: false, generator: generator))
      })
  }

  /// Held-out samples of a plan; fewer where the source has no more.
  func heldOut(_ range: Range<Int>, _ plan: TrainingStage.Plan) throws -> Batch {
    guard let source else { return .patches(range.map { patches(at: $0, heldOut: true) }) }
    return .answers(
      try range.prefix(source.heldOutCount ?? range.count).map {
        try source.sample(
          SampleRequest(
            index: $0, plan: plan, weighting: stage.weighting, isHeldOut: true, generator: generator(at: $0)))
      })
  }

  private func patches(at index: Int, heldOut: Bool) -> DenseSample {
    WorldPatches.sample(
      split: heldOut ? .val : .train, index: heldOut ? index : first(of: index), side: side, generator(at: index))
  }

  /// Each stage and seed begins elsewhere in the world, so that none sees another's scenes first.
  private func first(of index: Int) -> Int {
    stage.data.path == nil ? Int(seed >> 24) % (1 << 40) + index : index
  }

  private func generator(at index: Int) -> WorldGenerator {
    WorldGenerator(seed: WorldGenerator.mix(seed ^ UInt64(index) &* 0xD134_2543_DE82_EF95))
  }

  private func drawPlan(_ generator: inout WorldGenerator) -> TrainingStage.Plan {
    let total = stage.plans.reduce(0) { $0 + $1.share }
    var rest = Double(generator.unit()) * total
    for plan in stage.plans {
      rest -= plan.share
      if rest < 0 { return plan }
    }
    return stage.plans.last { $0.share > 0 } ?? stage.plans[0]
  }
}
