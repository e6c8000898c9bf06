public import M3Core
import M3Tensor

/// What a checkpoint is, for people and for JSON (snake_case by the encoder's strategy).
public struct CheckpointSummary: Equatable, Encodable, Sendable {
  /// How much of something there is.
  public struct Amount: Equatable, Encodable, Sendable {
    /// Numbers in all tensors.
    public var parameters: Int
    public var tensors: Int
    public var bytes: Int

    static let none = Amount(parameters: 0, tensors: 0, bytes: 0)

    mutating func add(_ tensor: StoredTensor) {
      parameters += tensor.parameters
      tensors += 1
      bytes += tensor.byteCount
    }
  }

  /// One file of weights.
  public struct File: Equatable, Encodable, Sendable {
    public var path: String
    public var tensors: Int
    /// The whole file, header included.
    public var bytes: Int
  }

  /// How much is stored in one element type.
  public struct Share: Equatable, Encodable, Sendable {
    /// As PyTorch names it, or a packed type: `bfloat16`, `int4`.
    public var type: String
    public var amount: Amount
  }

  /// LLaVA-NeXT's canvases and merge.
  public struct Tiling: Equatable, Encodable, Sendable {
    /// In pixels, in the order that decides ties.
    public var pinpoints: [PixelSize]
    public var merge: PatchMerge
  }

  public var kind: ModelConfiguration.Kind
  public var layout: CheckpointLayout
  /// See `Checkpoint.fingerprint`.
  public var fingerprint: String
  public var shape: ModelShape
  /// Layers of the vision tower that the checkpoint was made with; `shape` has those that are run.
  public var storedVisionLayers: Int

  /// Only tensors that the model uses are counted in the parts.
  public var visionTower: Amount
  public var projector: Amount
  public var languageModel: Amount
  /// All tensors in the files, unused ones too, by element type; the largest share first.
  public var elementTypes: [Share]
  public var files: [File]
  /// All files of weights.
  public var bytes: Int

  /// The most tokens that positions are known for.
  public var context: Int
  public var trainedContext: Int?
  /// Coarse to fine; nil for a model without M3 training.
  public var trainedScales: [VisualScale]?
  /// How it chooses among options; nil where the file does not say, and letters are asked for.
  public var optionScoring: OptionScoring?
  /// Side of a crop in pixels.
  public var cropSide: Int
  /// How a picture or frame becomes one crop.
  public var cropFit: CropFit
  /// nil for models that see one crop.
  public var anyres: Tiling?
  public var isUntrained: Bool
  /// Sentences without a full stop.
  public var notes: [String]

  /// Parameters of the model.
  public var parameters: Int { visionTower.parameters + projector.parameters + languageModel.parameters }

  init(_ configuration: ModelConfiguration, check: TensorCheck, files: [SafetensorsFile], fingerprint: String) {
    kind = configuration.kind
    layout = configuration.layout
    self.fingerprint = fingerprint
    shape = configuration.shape
    storedVisionLayers = configuration.storedVisionLayers
    visionTower = check.parts[.visionTower] ?? .none
    projector = check.parts[.projector] ?? .none
    languageModel = check.parts[.languageModel] ?? .none
    var amounts: [String: Amount] = [:]
    for file in files {
      for tensor in file.tensors {
        let packed = (try? file.packedWeight(tensor))?.weight
        let stored = packed.map(StoredTensor.packed) ?? .floats(tensor)
        amounts[stored.typeName, default: .none].add(stored)
      }
    }
    elementTypes = amounts.map { Share(type: $0.key, amount: $0.value) }
      .sorted { ($1.amount.bytes, $0.type) < ($0.amount.bytes, $1.type) }
    self.files = files.map { File(path: $0.path, tensors: $0.tensors.count, bytes: $0.byteCount) }
    bytes = files.reduce(0) { $0 + $1.byteCount }
    context = configuration.shape.language.context
    trainedContext = configuration.trainedContext
    trainedScales = configuration.trainedScales
    optionScoring = configuration.optionScoring
    cropSide = configuration.imageProcessing.cropSide
    cropFit = configuration.imageProcessing.fit
    anyres = configuration.imageProcessing.anyres.map { Tiling(pinpoints: $0.pinpoints, merge: $0.merge) }
    isUntrained = configuration.isUntrained
    notes = configuration.notes.map(\.message)
  }
}
