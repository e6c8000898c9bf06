import M3Tensor

/// A checkpoint to be written with its products' weights packed (docs/quantised-weights.md).
///
/// Tensors keep their names and order; embeddings, norms, biases and what no pass reads stay as they are stored. One
/// tensor at a time is in memory.
public struct QuantizedCheckpoint {
  /// What was written.
  public struct Report: Equatable, Encodable, Sendable {
    public var type: String
    /// Files of weights.
    public var shards: Int
    /// Of all files of weights, before and after.
    public var bytesBefore: Int
    public var bytes: Int
    /// Names of the other files that were copied.
    public var copied: [String]
    /// Names in the folder that were left behind: of no use to the model.
    public var left: [String]
  }

  public let source: Checkpoint
  /// What the weights become: not `auto`, not `float32`.
  public let precision: Precision
  /// In the order in which they are written.
  let tensors: [QuantizedTensor]

  /// Plans the writing; no weight is read yet.
  ///
  /// - Precondition: `precision` rounds: `bfloat16`, `int8` or `int4`.
  /// - Throws: `ModelError.packedAlready` for a checkpoint that holds packed weights.
  public init(_ source: Checkpoint, as precision: Precision) throws(ModelError) {
    precondition(precision != .auto && precision != .float32, "a precision that rounds")
    if let type = source.packing {
      throw .packedAlready(folder: source.folder, type: type.rawValue, wish: precision.rawValue)
    }
    self.source = source
    self.precision = precision
    let weights = Set(ExpectedTensors(source.configuration).tensors.filter(\.isProductWeight).map(\.key))
    var tensors: [QuantizedTensor] = []
    var rest = weights
    for file in try source.openWeights() {
      for tensor in file.tensors {
        var packing: (type: PackedType, shape: PackedShape)?
        if case .key(let key) = CanonicalName(tensor.name), rest.remove(key) != nil {
          packing = try Self.packing(tensor, precision, key: key)
        }
        tensors.append(QuantizedTensor(name: tensor.name, source: tensor, packing: packing))
      }
    }
    // With tied embeddings the output layer is stored nowhere; packed it is another tensor.
    if rest.contains(ExpectedTensors.output) {
      let key = ExpectedTensors.output
      let tensor = try source.tensor(key)
      tensors.append(QuantizedTensor(name: key, source: tensor, packing: try Self.packing(tensor, precision, key: key)))
    }
    self.tensors = tensors
  }

  private static func packing(
    _ tensor: MappedTensor, _ precision: Precision, key: String
  ) throws(ModelError) -> (type: PackedType, shape: PackedShape)? {
    guard let type = precision.type(ofWeight: key), tensor.shape.count == 2,
      let shape = PackedShape(outputs: tensor.shape[0], inputs: tensor.shape[1])
    else { return nil }
    return (type, shape)
  }

  /// Tensors of each file: as many as come to no more than `shardBytes`, at least one.
  func shards(of shardBytes: Int) -> [ArraySlice<QuantizedTensor>] {
    var shards: [ArraySlice<QuantizedTensor>] = []
    var (start, bytes) = (0, 0)
    for (index, tensor) in tensors.enumerated() {
      if index > start, bytes + tensor.header.byteCount > shardBytes {
        shards.append(tensors[start..<index])
        (start, bytes) = (index, 0)
      }
      bytes += tensor.header.byteCount
    }
    return shards + [tensors[start...]]
  }
}

/// A tensor of a quantised checkpoint, and what it is made from.
struct QuantizedTensor {
  /// Without the packed type.
  let name: String
  let source: MappedTensor
  /// nil for one that stays as it is.
  let packing: (type: PackedType, shape: PackedShape)?

  /// What the file's header says about it.
  var header: SafetensorsWriter.Tensor {
    guard let packing else { return SafetensorsWriter.Tensor(name: name, type: source.type, shape: source.shape) }
    return PackedFile.tensor(name, packing.type, packing.shape)
  }
}
