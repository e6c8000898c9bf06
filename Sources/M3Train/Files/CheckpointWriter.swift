import FoundationEssentials
public import M3Core
public import M3Model
import M3Tensor

/// Writes a trained model as a folder in Hugging Face's layout that `Checkpoint.open` and transformers read.
public struct CheckpointWriter {
  /// Where tensors that training does not touch come from; a new model's are made.
  public var source: Checkpoint?
  /// The bytes of `tokenizer.model`.
  public var tokenizer: [UInt8]
  /// That the model is trained at, coarse to fine.
  public var scales: [VisualScale]

  public init(source: Checkpoint?, tokenizer: [UInt8], scales: [VisualScale]) {
    self.source = source
    self.tokenizer = tokenizer
    self.scales = scales
  }

  /// Writes every file; each appears whole or not at all, the weights last.
  ///
  /// - Throws: `TrainError` naming the file that cannot be written.
  public func write(_ model: TrainableModel, to folder: String) throws(TrainError) {
    try OutputFile.makeFolder(folder)
    let text = ConfigurationText(configuration: model.configuration, scales: scales)
    try OutputFile.write(Array(text.config.utf8), to: "\(folder)/config.json")
    try OutputFile.write(Array(text.preprocessor.utf8), to: "\(folder)/preprocessor_config.json")
    try OutputFile.write(Array(ConfigurationText.tokenizer.utf8), to: "\(folder)/tokenizer_config.json")
    try OutputFile.write(tokenizer, to: "\(folder)/tokenizer.model")
    do throws(ModelError) { try writeWeights(model, to: "\(folder)/model.safetensors") } catch { throw .model(error) }
  }

  private func writeWeights(_ model: TrainableModel, to path: String) throws(ModelError) {
    let trained = model.parameters.filter { $0.part != .head }
    let others: [(name: String, tensor: MappedTensor)] = try source?.unusedTensors() ?? []
    let made = source == nil ? Self.unusedShapes(model.configuration) : []
    let tensors =
      trained.map {
        SafetensorsWriter.Tensor(name: Checkpoint.diskName(of: $0.key), type: .float32, shape: $0.shape)
      } + others.map { SafetensorsWriter.Tensor(name: $0.name, type: $0.tensor.type, shape: $0.tensor.shape) }
      + made.map { SafetensorsWriter.Tensor(name: $0.name, type: .float32, shape: $0.shape) }
    do throws(TensorError) {
      var writer = try SafetensorsWriter(path, tensors: tensors, metadata: ["format": "pt"])
      for parameter in trained {
        try model.weights.withBytes(parameter.range) { bytes throws(TensorError) in try writer.append(bytes) }
      }
      for other in others {
        let bytes = unsafe other.tensor.withBytes { unsafe [UInt8]($0) }
        try unsafe writer.append(bytes.span.bytes)
      }
      for tensor in made {
        let value: Float =
          tensor.name.hasSuffix("norm1.weight") || tensor.name.hasSuffix("norm2.weight")
            || tensor.name.hasSuffix("layernorm.weight") ? 1 : 0
        let values = [Float](repeating: value, count: tensor.shape.reduce(1, *))
        try unsafe writer.append(values.span.bytes)
      }
      try writer.finish()
    } catch {
      throw .file(error)
    }
  }

  /// Tensors of a new model that no pass reads: zeros that make the unused layers the identity.
  private static func unusedShapes(_ configuration: ModelConfiguration) -> [(name: String, shape: [Int])] {
    let used = configuration.shape.vision
    var stored = configuration
    stored.shape.vision.layers = configuration.storedVisionLayers
    let known = Set(ExpectedTensors(configuration).tensors.map(\.key))
    return ExpectedTensors(stored).tensors.filter { !known.contains($0.key) }.map { ($0.key, $0.shape) }
      + ["weight", "bias"].map { ("vision_tower.post_layernorm.\($0)", [used.hidden]) }
  }
}
