public import M3Tensor

/// A model's weights and configuration on the disk, checked and mapped, none of the weights read.
///
/// The tensors of all layouts have the same keys here, those of Hugging Face in memory without the leading `model.`:
/// `vision_tower.encoder.layers.0.self_attn.q_proj.weight`, `multi_modal_projector.linear_1.weight`, `image_newline`,
/// `language_model.layers.0.mlp.up_proj.weight`, `lm_head.weight`. Linear layers are [out, in], row-major.
public struct Checkpoint: Sendable {
  /// As the caller named it.
  public let folder: String
  public let configuration: ModelConfiguration
  /// What `m3-video model info` shows.
  public let summary: CheckpointSummary
  private let tensors: [String: StoredTensor]
  private let listing: CheckpointFolder

  /// The element types that weights may have.
  static let weightTypes: [ElementType] = [.float32, .float16, .bfloat16]

  /// Opens a folder with `config.json` and safetensors files, and checks every tensor's name, shape and type.
  ///
  /// Headers and some sample blocks (`fingerprint`) are read and no more, so the time does not grow with the weights.
  ///
  /// - Parameters:
  ///   - folder: one file `model.safetensors`, or shards and `model.safetensors.index.json`.
  ///   - visionTower: a folder with a CLIP model in safetensors, for checkpoints of the original layout that were
  ///     trained with a frozen tower and do not hold it.
  /// - Throws: `ModelError`, naming the file, the tensor or key, what was expected and what was found.
  public static func open(_ folder: String, visionTower: String? = nil) throws(ModelError) -> Checkpoint {
    let listing = try CheckpointFolder(folder)
    let config = try ConfigurationObject(path: listing.path(of: "config.json"))
    let family = try ModelFamily(config)
    var files = try listing.openWeights()
    let names = files.flatMap { $0.tensors.map(\.name) }
    guard let layout = CheckpointLayout(names: names) else {
      throw .unknownLayout(folder: folder, example: names.min())
    }
    var table = try TensorTable(folder: folder, files: files)
    if let visionTower {
      let tower = try CheckpointFolder(visionTower).openWeights()
      try table.addVisionTower(from: visionTower, files: tower)
      files += tower
    }
    var configuration =
      switch family {
      case .huggingFace: try ModelConfiguration(huggingFace: config, folder: listing, layout: layout)
      case .original: try ModelConfiguration(original: config, folder: listing, tensors: table, layout: layout)
      }
    let check = try TensorCheck(table, against: configuration)
    configuration.notes += check.notes
    if let visionTower { configuration.notes.append(.visionTowerFrom(folder: visionTower)) }
    let fingerprint = try Fingerprint(folder: listing, files: files).hexadecimal
    return Checkpoint(
      folder: folder, configuration: configuration,
      summary: CheckpointSummary(configuration, check: check, files: files, fingerprint: fingerprint),
      tensors: check.tensors, listing: listing)
  }

  /// A tensor of the model by its canonical key, of the shape that the configuration asks for.
  ///
  /// With tied embeddings, `lm_head.weight` is the embedding where the files do not hold it.
  ///
  /// - Throws: `ModelError.noSuchTensor` for a key that the model does not have, `ModelError.packedTensor` for a weight
  ///   that is packed.
  public func tensor(_ key: String) throws(ModelError) -> MappedTensor {
    switch try stored(key) {
    case .floats(let tensor): return tensor
    case .packed: throw .packedTensor(folder: folder, tensor: key)
    }
  }

  /// A tensor of the model by its canonical key, packed or not.
  ///
  /// - Throws: `ModelError.noSuchTensor` for a key that the model does not have.
  func stored(_ key: String) throws(ModelError) -> StoredTensor {
    guard let stored = tensors[key] else { throw .noSuchTensor(folder: folder, key: key) }
    return stored
  }

  /// The type of the packed weights: of the decoder layers', if those are packed; nil for a checkpoint of floats.
  public var packing: PackedType? {
    let packed = tensors.compactMapValues { if case .packed(let weight) = $0 { weight.type } else { nil } }
    let first = packed.keys.filter { $0.hasPrefix("language_model.layers.") }.min() ?? packed.keys.min()
    return first.flatMap { packed[$0] }
  }

  /// Whether a pass reads the tensor of a key.
  func holds(_ key: String) -> Bool { tensors[key] != nil }

  /// Opens its files of weights once more, to read tensors as they lie there.
  func openWeights() throws(ModelError) -> [SafetensorsFile] { try listing.openWeights() }

  /// Names in the folder that are not its weights' files.
  var otherFiles: [String] {
    listing.names.subtracting(summary.files.map { listing.name(of: $0.path) } + ["model.safetensors.index.json"])
      .sorted()
  }

  func path(of name: String) -> String { listing.path(of: name) }

  /// Identifies the checkpoint by samples: equal for equal files, see `Fingerprint`.
  public var fingerprint: String { summary.fingerprint }

  /// The path of the sentencepiece model.
  ///
  /// - Throws: `ModelError.missingTokenizer` if the folder did not hold one when it was opened.
  public var tokenizerPath: String {
    get throws(ModelError) {
      let path = listing.path(of: "tokenizer.model")
      guard listing.holds("tokenizer.model") else { throw .missingTokenizer(path: path) }
      return path
    }
  }
}
