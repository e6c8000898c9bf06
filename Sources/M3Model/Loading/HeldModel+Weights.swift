public import M3Core
public import M3Tensor

extension HeldModel {
  /// A checkpoint as a model holds it in memory.
  public init(_ checkpoint: Checkpoint, _ precision: ModelPrecision) {
    self.init(checkpoint.configuration, precision) { tensor in
      switch try? checkpoint.stored(tensor.key) {
      case .packed(let weight): Stored(packed: weight.type, type: weight.type, bytes: weight.byteCount)
      case .floats(let floats): Stored(type: PackedType(exactly: floats.type), bytes: floats.byteCount)
      case nil: Stored(type: nil, bytes: 0)
      }
    }
  }

  /// A model of LLaVA-1.5's family whose checkpoint would hold floats of a type.
  public init(_ shape: ModelShape, storedAs element: ElementType, _ precision: ModelPrecision) {
    self.init(ModelConfiguration(shape), precision) { tensor in
      Stored(type: PackedType(exactly: element), bytes: element.byteCount * tensor.count)
    }
  }

  /// How a checkpoint holds a tensor.
  private struct Stored {
    /// If it is packed already.
    var packed: PackedType?
    /// What holds its numbers exactly.
    var type: PackedType?
    var bytes: Int
  }

  private init(
    _ configuration: ModelConfiguration, _ precision: ModelPrecision, stored: (ExpectedTensors.Tensor) -> Stored
  ) {
    let language = configuration.shape.language
    self.init(
      precision: precision.weights.rawValue, keyValues: precision.keyValues.rawValue, weightBytes: 0, stepBytes: 0,
      packingBytes: 0,
      tokenBytes: KeyValueStore.byteCount(
        type: precision.keyValues, layers: language.layers, heads: language.keyValueHeads, width: language.headWidth,
        positions: 1))
    for tensor in ExpectedTensors(configuration).tensors where tensor.key != ExpectedTensors.embedding {
      let found = stored(tensor)
      guard tensor.isMultiplied, let shape = tensor.packedShape,
        let type = found.packed ?? precision.weights.type(ofWeight: tensor.key) ?? found.type
      else {
        // Norms, biases and tables become Float32.
        weightBytes += 4 * tensor.count
        continue
      }
      let bytes = shape.byteCount(type)
      weightBytes += bytes
      if found.packed == nil { packingBytes = max(packingBytes, found.bytes) }
      guard tensor.part == .languageModel else { continue }
      stepBytes += bytes
      // Weights that are held as they are stored are as fast as those that were rounded to that type.
      if tensor.key != ExpectedTensors.output { self.precision = Precision(holding: type).rawValue }
    }
  }
}

extension ExpectedTensors.Tensor {
  /// Whether products read it; the convolution that cuts patches is one, too.
  fileprivate var isMultiplied: Bool { isProductWeight || shape.count > 2 }

  /// As products take it: its first side by all others.
  fileprivate var packedShape: PackedShape? {
    shape.first.flatMap { PackedShape(outputs: $0, inputs: count / max(1, $0)) }
  }
}
