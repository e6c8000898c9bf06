import M3Core
import M3Tensor

/// A Matryoshka multimodal model, ready to run: crops become features, features visual tokens of any scale, and a prompt
/// of visual and text tokens the scores of the token that comes next.
///
/// Packed weights stay mapped in the checkpoint's files, floats are packed when the model is made. Memory for passes is made with the model and reused, so one thread
/// uses a model at a time; its work is split over the process's pool of threads (`Processor`).
public final class MatryoshkaModel {
  /// The most sequences that a decode step continues at once.
  public static let mostSequences = 32
  /// The most sequences of a decode step whose scores are, to the last bit, those of each decoded alone.
  public static let mostAlike = Compute.fewRows

  public let checkpoint: Checkpoint
  /// How weights, keys and values are held.
  public let precision: ModelPrecision
  /// The most tokens of a prompt that are read at once.
  public let chunk: Int
  let compute: Compute
  let tower: VisionTower
  let projector: Projector
  let language: LanguageModel
  /// Ends the rows of a merged picture; empty for models that do not merge.
  let newline: [Float]
  let visionSpace: VisionWorkspace
  let languageSpace: LanguageWorkspace
  /// For as many positions as any cache so far.
  private var rotary: RotaryTable?
  /// The sequences of a decode step, for its duration; kept so that a step allocates nothing.
  var runs: [Run] = []

  /// Makes a model ready: weights that the checkpoint holds as floats are packed one after another, each on all threads.
  ///
  /// - Parameters:
  ///   - precision: `auto` if nil.
  ///   - chunk: the most tokens of a prompt that are read at once.
  ///   - cropsPerPass: the most crops that go through the vision tower at once.
  /// - Throws: `ModelError` when a weight cannot be read or packed.
  public init(
    _ checkpoint: Checkpoint, _ precision: ModelPrecision? = nil, chunk: Int = 512, cropsPerPass: Int = 4
  ) throws(ModelError) {
    precondition(chunk >= 1 && cropsPerPass >= 1, "a pass has at least one token and one crop")
    self.checkpoint = checkpoint
    self.chunk = chunk
    self.precision = if let precision { precision } else { try ModelPrecision(checkpoint, .auto) }
    compute = Compute.kernelsOnly()
    let weights = WeightReader(checkpoint, self.precision.weights)
    tower = try VisionTower(weights)
    projector = try Projector(weights)
    language = try LanguageModel(weights)
    let merges = checkpoint.configuration.imageProcessing.anyres?.merge == .spatialUnpad
    newline = merges ? try weights.values("image_newline") : []
    let shape = checkpoint.configuration.shape
    visionSpace = VisionWorkspace(shape, crops: cropsPerPass)
    languageSpace = LanguageWorkspace(
      shape.language, tokens: max(chunk, Self.mostSequences), sequences: Self.mostSequences)
    runs.reserveCapacity(Self.mostSequences)
  }

  public var configuration: ModelConfiguration { checkpoint.configuration }
  /// Channels of a visual token.
  public var width: Int { configuration.shape.language.hidden }

  /// Angles of at least so many positions.
  func rotaryTable(positions: Int) -> RotaryTable {
    if let rotary, rotary.positions >= positions { return rotary }
    let table = RotaryTable(
      positions: positions, width: configuration.shape.language.headWidth, theta: configuration.ropeTheta)
    rotary = table
    return table
  }
}
