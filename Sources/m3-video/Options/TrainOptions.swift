import ArgumentParser
import M3Core
import M3Train

/// What a training of one stage is made of, on the command line.
struct TrainOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "world, world-images, or a file: LLaVA's conversations (.json) or questions (.jsonl).", valueName: "data"))
  var data: String?

  @Option(name: .customLong("init"), help: ArgumentHelp("The checkpoint to go on from.", valueName: "dir"))
  var start: String?

  @Option(help: ArgumentHelp("What the file's names are relative to (default: its own folder).", valueName: "dir"))
  var dataRoot: String?

  @Option(help: ArgumentHelp("Scales to train, coarse to fine; one is the scale-specific baseline.", valueName: "list"))
  var scales = "1,9,36,144,576"

  @Option(help: ArgumentHelp("Frames of a clip: a number, or several to draw from.", valueName: "list"))
  var frames = "1"

  @Option(help: ArgumentHelp("The most visual tokens of a sample; plans beyond it are left out.", valueName: "tokens"))
  var budget = 2880

  @Option(help: "all: the mean over the scales (equation 3.2). random: one scale for each sample.")
  var scaleChoice: TrainingStage.ScaleChoice = .all

  @Option(help: "How 576 tokens become fewer: average, spatial, or sequential.")
  var reduction: Reduction = .average

  @Option(help: "question: every answer weighs the same. token: every token does, as in the paper.")
  var weighting: TrainingStage.Weighting = .token

  @Option(help: ArgumentHelp("Parts that stay as they are: vision, projector, language.", valueName: "list"))
  var freeze = ""

  @Option(help: "Peak learning rate.")
  var rate = 2e-5

  @Option(help: "Peak learning rate of the vision tower (default: that of all).")
  var visionRate: Double?

  @Option(help: "Peak learning rate of the projector (default: that of all).")
  var projectorRate: Double?

  @Option(help: "Weight decay of matrices.")
  var decay = 0.0

  @Option(help: "Steps.")
  var steps = 1000

  @Option(help: "Samples of a step.")
  var batch = 8

  @Option(help: "Parts that a step's samples are run in.")
  var accumulation = 1

  @Option(help: "Steps over which the rate rises (default: 3 in 100).")
  var warmup: Int?

  @Option(help: "The most that the norm of the gradients may be; 0 for no limit.")
  var clip = 1.0

  @Option(help: "Of data order and every other choice.")
  var seed: UInt64 = 0

  /// The recipe of these options.
  func recipe() throws -> Recipe {
    guard let data else { throw ValidationError("give --data or --recipe") }
    guard start != nil else { throw ValidationError("--data trains a checkpoint further: name it with --init DIR") }
    var stage = TrainingStage(name: "train", data: source(data), steps: steps, batch: batch)
    stage.plans = try plans()
    stage.scaleChoice = scaleChoice
    stage.reduction = reduction
    stage.weighting = weighting
    stage.accumulation = accumulation
    stage.rates = try rates()
    stage.warmup = warmup ?? steps * 3 / 100
    stage.optimizer.decay = decay
    stage.clipping = clip > 0 ? clip : nil
    return Recipe(name: "m3-video train", seed: seed, model: nil, stages: [stage])
  }

  private func source(_ data: String) -> DataSource {
    switch data {
    case "world": DataSource(.worldClips)
    case "world-images": DataSource(.worldImages)
    default: DataSource(data.hasSuffix(".jsonl") ? .questions : .conversations, path: data, root: dataRoot)
    }
  }

  private func plans() throws -> [TrainingStage.Plan] {
    let scales = try Self.numbers(scales, "--scales").map { try VisualScale(tokens: $0) }.sorted()
    var plans: [TrainingStage.Plan] = []
    for count in try Self.numbers(frames, "--frames") {
      let fitting = scales.filter { count * $0.tokens <= budget }
      guard !fitting.isEmpty else { continue }
      plans.append(TrainingStage.Plan(frames: count, scales: fitting))
    }
    guard !plans.isEmpty else { throw ValidationError("no plan of --frames and --scales fits a budget of \(budget)") }
    return plans
  }

  private func rates() throws -> [String: Double] {
    let frozen = Set(freeze.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init))
    let known: [Parameter.Part] = [.vision, .projector, .language]
    for name in frozen where !known.map(\.rawValue).contains(name) {
      throw ValidationError("--freeze knows \(known.map(\.rawValue).joined(separator: ", ")), not \(name)")
    }
    let own = [Parameter.Part.vision: visionRate, .projector: projectorRate]
    let trained = known.filter { !frozen.contains($0.rawValue) }
    return Dictionary(uniqueKeysWithValues: trained.map { ($0.rawValue, (own[$0] ?? nil) ?? rate) })
  }

  private static func numbers(_ list: String, _ option: String) throws -> [Int] {
    try list.split(separator: ",").map { word in
      guard let number = Int(word.trimmingPrefix(while: \.isWhitespace)), number >= 1 else {
        throw ValidationError("\(option) takes whole numbers with commas between, not \(list)")
      }
      return number
    }
  }
}
