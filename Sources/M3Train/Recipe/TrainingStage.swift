public import M3Core
public import M3World

/// One part of a training: what is shown, what is trained, how fast and for how long.
public struct TrainingStage: Equatable, Codable, Sendable {
  /// What a sample's loss is taken over.
  public enum ScaleChoice: String, Codable, CaseIterable, Sendable {
    /// The mean over all scales of the plan (equation 3.2).
    case all
    /// One scale of the plan, drawn for each sample.
    case random
  }

  /// How supervised tokens weigh against each other.
  public enum Weighting: String, Codable, CaseIterable, Sendable {
    /// Every answer weighs the same, so that a sentence does not drown a word.
    case question
    /// Every token weighs the same, as in LLaVA and M3.
    case token
  }

  /// How many frames of a clip are seen, and at which scales.
  public struct Plan: Equatable, Codable, Sendable {
    public var frames: Int
    public var scales: [VisualScale]
    /// How often it is drawn, against the others' shares.
    public var share: Double
    /// Of the world's questions, those that are asked of a clip seen so; the stage's if nil.
    public var families: [WorldFamily]?
    /// The same by kind, within the families.
    public var kinds: [QuestionKind]?

    enum CodingKeys: String, CodingKey {
      case frames, scales, share, families, kinds
    }

    public init(frames: Int, scales: [VisualScale], share: Double = 1) {
      self.frames = frames
      self.scales = scales
      self.share = share
    }
  }

  public var name: String
  public var data: DataSource
  public var steps: Int
  /// Samples of a step.
  public var batch: Int
  /// Parts that a step's samples are run in, one after the other.
  public var accumulation: Int
  /// Empty for dense pretraining.
  public var plans: [Plan]
  /// Megabytes for what frozen parts made of pictures, for data whose scenes come again: patches of a frozen tower, or
  /// pooled tokens when the projector is frozen too.
  public var cacheMegabytes: Int
  /// Before the first step, projector and language model are set so that what the dense head reads from a patch becomes
  /// words (`WordAlignment`), and that words of a question find patches of the same words (`RetrievalAttention`).
  public var alignsWords: Bool
  public var scaleChoice: ScaleChoice
  public var reduction: Reduction
  public var weighting: Weighting
  /// Peak learning rates; a part without one is frozen.
  public var rates: [String: Double]
  /// Steps over which the rates rise from 0.
  public var warmup: Int
  /// The share of the steps after which the rates begin to fall as a cosine.
  public var hold: Double
  /// What they fall to, as a share of the peak.
  public var floor: Double
  public var optimizer: AdamW.Settings
  /// The most that the norm of all gradients together may be; nil for no limit.
  public var clipping: Double?
  /// Steps between two measurements on held-out scenes; 0 for none but the last.
  public var evaluateEvery: Int
  /// Held-out scenes of a measurement; 0 for no measurement.
  public var evaluateScenes: Int
  /// What is measured; the stage's own plans, a scale each, if empty.
  public var evaluatePlans: [Plan]

  enum CodingKeys: String, CodingKey {
    case name, data, steps, batch, accumulation, plans, cacheMegabytes, alignsWords
    case scaleChoice, reduction, weighting, rates, warmup, hold, floor, optimizer, clipping
    case evaluateEvery, evaluateScenes, evaluatePlans
  }

  public init(name: String, data: DataSource, steps: Int, batch: Int) {
    self.name = name
    self.data = data
    self.steps = steps
    self.batch = batch
    accumulation = 1
    cacheMegabytes = 0
    alignsWords = false
    plans = [Plan(frames: 1, scales: VisualScale.trained)]
    scaleChoice = .all
    reduction = .average
    weighting = .question
    rates = [:]
    warmup = 0
    hold = 0
    floor = 0
    optimizer = AdamW.Settings()
    clipping = 1
    evaluateEvery = 0
    evaluateScenes = 0
    evaluatePlans = []
  }

  /// Empty, for what the stage leaves frozen; nil when the tower learns or nothing is to be kept.
  var cache: TowerCache? {
    guard cacheMegabytes > 0, rates["vision"] == nil else { return nil }
    return TowerCache(rates["projector"] == nil ? .tokens : .patches, capacity: cacheMegabytes << 20)
  }

  /// Rates by part.
  public var partRates: [Parameter.Part: Double] {
    Dictionary(
      uniqueKeysWithValues: rates.compactMap { name, rate in Parameter.Part(rawValue: name).map { ($0, rate) } })
  }

  /// What the rates are multiplied by at a step, from 0.
  public func rateFactor(at step: Int) -> Double {
    let rising = warmup > 0 ? min(1, Double(step + 1) / Double(warmup)) : 1
    let start = max(hold * Double(steps), Double(warmup))
    guard Double(step) > start, Double(steps) > start else { return rising }
    let done = (Double(step) - start) / (Double(steps) - start)
    return floor + (1 - floor) * 0.5 * (1 + Self.cosine(.pi * done))
  }

  func check(field: String) throws(TrainError) {
    func refuse(_ name: String, _ reason: String) -> TrainError {
      .badRecipe(field: "\(field).\(name)", reason: reason)
    }
    guard steps >= 1, steps <= 1 << 40 else { throw refuse("steps", "\(steps) is no number of steps") }
    guard (1...65536).contains(batch) else { throw refuse("batch", "\(batch) is not in 1 to 65536") }
    guard (1...batch).contains(accumulation) else {
      throw refuse("accumulation", "\(accumulation) is not in 1 to \(batch)")
    }
    guard (0...1 << 20).contains(cacheMegabytes) else {
      throw refuse("cacheMegabytes", "\(cacheMegabytes) is not in 0 to \(1 << 20)")
    }
    guard !alignsWords || !data.isDense else { throw refuse("alignsWords", "patches are asked no questions") }
    guard !data.isDense || accumulation == 1 else {
      throw refuse("accumulation", "patches are run one by one, so there is nothing to accumulate")
    }
    guard data.isDense || !plans.isEmpty else { throw refuse("plans", "there is none") }
    for plan in plans + evaluatePlans {
      guard plan.frames >= 1, plan.frames <= 65536, !plan.scales.isEmpty, plan.share >= 0 else {
        throw refuse("plans", "a plan has 1 frame or more, a scale or more and no negative share")
      }
    }
    guard data.isDense || plans.contains(where: { $0.share > 0 }) else { throw refuse("plans", "no share is above 0") }
    guard !rates.isEmpty else { throw refuse("rates", "every part is frozen") }
    for (name, rate) in rates {
      guard Parameter.Part(rawValue: name) != nil else {
        throw refuse("rates", "\(name) is none of \(Parameter.Part.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      guard rate > 0, rate.isFinite else { throw refuse("rates.\(name)", "\(rate) is not above 0") }
    }
    guard (0...1).contains(hold), (0...1).contains(floor), warmup >= 0 else {
      throw refuse("hold", "shares are from 0 to 1, and the warm-up is not negative")
    }
    guard clipping.map({ $0 > 0 }) ?? true else { throw refuse("clipping", "it is not above 0") }
    guard (0..<1).contains(optimizer.beta1), (0..<1).contains(optimizer.beta2), optimizer.epsilon > 0,
      optimizer.decay >= 0
    else { throw refuse("optimizer", "betas are from 0 to below 1, epsilon above 0, decay not negative") }
  }
}
