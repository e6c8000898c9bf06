public import M3Core

/// Everything that decides a training, as a JSON file: the same recipe on the same kind of machine gives the same model.
public struct Recipe: Equatable, Codable, Sendable {
  /// Sizes of a new model; nil for one that goes on from a checkpoint.
  public struct Model: Equatable, Codable, Sendable {
    public struct Vision: Equatable, Codable, Sendable {
      public var hidden: Int
      /// That are run; one more is stored.
      public var layers: Int
      public var heads: Int
      public var mlp: Int
      public var patchSide: Int

      public init(hidden: Int, layers: Int, heads: Int, mlp: Int, patchSide: Int) {
        self.hidden = hidden
        self.layers = layers
        self.heads = heads
        self.mlp = mlp
        self.patchSide = patchSide
      }
    }

    public struct Language: Equatable, Codable, Sendable {
      public var hidden: Int
      public var layers: Int
      public var heads: Int
      public var keyValueHeads: Int
      public var mlp: Int
      public var context: Int
      /// Base of the rotary angles; LLaMA's 10,000 if nil.
      public var ropeTheta: Double?

      public init(hidden: Int, layers: Int, heads: Int, keyValueHeads: Int, mlp: Int, context: Int) {
        self.hidden = hidden
        self.layers = layers
        self.heads = heads
        self.keyValueHeads = keyValueHeads
        self.mlp = mlp
        self.context = context
      }
    }

    public var vision: Vision
    public var language: Language
    /// How the result is to choose among options when nobody says; written into its configuration.
    public var optionScoring: OptionScoring?

    public init(vision: Vision, language: Language) {
      self.vision = vision
      self.language = language
    }
  }

  public static let currentSchema = 1

  public var schema: Int
  public var name: String
  public var seed: UInt64
  public var model: Model?
  public var stages: [TrainingStage]

  public init(name: String, seed: UInt64, model: Model?, stages: [TrainingStage]) {
    schema = Self.currentSchema
    self.name = name
    self.seed = seed
    self.model = model
    self.stages = stages
  }

  /// Scales that some stage trains, coarse to fine.
  public var scales: [VisualScale] { Set(stages.flatMap { $0.plans.flatMap(\.scales) }).sorted() }

  /// - Throws: `TrainError.badRecipe` naming what cannot be.
  public func check() throws(TrainError) {
    guard schema == Self.currentSchema else {
      throw .badRecipe(field: "schema", reason: "\(schema), and this program knows \(Self.currentSchema)")
    }
    guard !stages.isEmpty else { throw .badRecipe(field: "stages", reason: "there is none") }
    guard Set(stages.map(\.name)).count == stages.count else {
      throw .badRecipe(field: "stages", reason: "two have one name")
    }
    for (index, stage) in stages.enumerated() {
      try stage.check(field: "stages[\(index)]")
      guard !stage.alignsWords || stages[..<index].contains(where: \.data.isDense) else {
        throw .badRecipe(field: "stages[\(index)].alignsWords", reason: "no stage of world-patches stands before it")
      }
    }
    guard let model else { return }
    let vision = model.vision
    let language = model.language
    for (field, value) in [
      ("vision.hidden", vision.hidden), ("vision.layers", vision.layers), ("vision.heads", vision.heads),
      ("vision.mlp", vision.mlp), ("vision.patchSide", vision.patchSide), ("language.hidden", language.hidden),
      ("language.layers", language.layers), ("language.heads", language.heads),
      ("language.keyValueHeads", language.keyValueHeads), ("language.mlp", language.mlp),
      ("language.context", language.context),
    ] where !(1...65536).contains(value) {
      throw .badRecipe(field: "model.\(field)", reason: "\(value) is not in 1 to 65536")
    }
    if let theta = language.ropeTheta, !(theta >= 1 && theta.isFinite) {
      throw .badRecipe(field: "model.language.ropeTheta", reason: "\(theta) is no base of angles")
    }
    guard vision.hidden % vision.heads == 0 else {
      throw .badRecipe(field: "model.vision.heads", reason: "\(vision.heads) do not divide \(vision.hidden)")
    }
    guard language.hidden % (2 * language.heads) == 0, language.heads % language.keyValueHeads == 0 else {
      throw .badRecipe(
        field: "model.language.heads", reason: "\(language.heads) heads of even width do not divide \(language.hidden)")
    }
  }
}
