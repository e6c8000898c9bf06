import M3Core
import M3Tensor

/// A Matryoshka multimodal model, ready to run: crops become features, features visual tokens of any scale, and a prompt
/// of visual and text tokens the scores of the token that comes next.
///
/// The weights stay mapped in the checkpoint's files. Memory for passes is made with the model and reused, so one thread
/// uses a model at a time; its work is split over the process's pool of threads (`Processor`).
public final class MatryoshkaModel {
  /// The most sequences that a decode step continues at once.
  public static let mostSequences = 32

  public let checkpoint: Checkpoint
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

  /// - Parameters:
  ///   - chunk: the most tokens of a prompt that are read at once.
  ///   - cropsPerPass: the most crops that go through the vision tower at once.
  /// - Throws: `ModelError` when OpenBLAS is missing or a weight cannot be read.
  public init(_ checkpoint: Checkpoint, chunk: Int = 1024, cropsPerPass: Int = 4) throws(ModelError) {
    precondition(chunk >= 1 && cropsPerPass >= 1, "a pass has at least one token and one crop")
    self.checkpoint = checkpoint
    self.chunk = chunk
    do throws(TensorError) { compute = try Compute() } catch { throw .compute(error) }
    tower = try VisionTower(checkpoint)
    projector = try Projector(checkpoint)
    language = try LanguageModel(checkpoint)
    let merges = checkpoint.configuration.imageProcessing.anyres?.merge == .spatialUnpad
    newline = merges ? try WeightReader(checkpoint).values("image_newline") : []
    let shape = checkpoint.configuration.shape
    visionSpace = VisionWorkspace(shape, crops: cropsPerPass)
    languageSpace = LanguageWorkspace(
      shape.language, tokens: max(chunk, Self.mostSequences), sequences: Self.mostSequences)
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
