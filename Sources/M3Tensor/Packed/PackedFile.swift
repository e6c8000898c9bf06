/// How packed weights stand in safetensors files: what docs/quantised-weights.md describes.
///
/// The weight `NAME` of a type is the tensor `NAME.TYPE` of bytes, [panel, byte]; the file's metadata hold the version of
/// the layout and, under that tensor's name, the weight's own shape.
public enum PackedFile {
  /// The key of the layout's version in the metadata.
  static let versionKey = "packed"
  /// The layout that this module reads and writes.
  static let version = "1"

  /// What the header says about a packed weight.
  public static func tensor(_ name: String, _ type: PackedType, _ shape: PackedShape) -> SafetensorsWriter.Tensor {
    SafetensorsWriter.Tensor(name: "\(name).\(type.rawValue)", type: .uint8, shape: shape.byteShape(type))
  }

  /// The metadata of a file with these packed weights, besides what else it has.
  public static func metadata(
    _ weights: some Sequence<(name: String, type: PackedType, shape: PackedShape)>
  ) -> [String: String] {
    var members = [versionKey: version, "packed.panel": "16", "packed.block": "32"]
    for weight in weights { members["\(weight.name).\(weight.type.rawValue)"] = weight.shape.text }
    return members
  }
}

extension SafetensorsWriter {
  /// Appends the bytes of the next tensor, which `PackedFile.tensor` described.
  ///
  /// - Throws: `TensorError.cannotWrite`.
  public mutating func append(_ weight: PackedWeight) throws(TensorError) {
    let result: Result<Void, TensorError> = unsafe weight.withBytes { bytes in
      do throws(TensorError) { return .success(try unsafe append(bytes.bytes)) } catch { return .failure(error) }
    }
    try result.get()
  }
}

extension SafetensorsFile {
  /// The packed weight of a name, mapped as it is; nil when the file holds none of any type.
  ///
  /// - Throws: `TensorError.unknownPacking` when the layout is of another version, `TensorError.wrongPacking` when the
  ///   bytes are not those of the shape.
  public func packedWeight(_ name: String) throws(TensorError) -> PackedWeight? {
    for type in PackedType.allCases {
      guard let tensor = self["\(name).\(type.rawValue)"] else { continue }
      return try view(tensor, type)
    }
    return nil
  }

  /// One of this file's tensors as the packed weight that its name says it is, and that weight's name; nil for any other
  /// tensor.
  ///
  /// - Throws: as `packedWeight`.
  public func packedWeight(_ tensor: MappedTensor) throws(TensorError) -> (name: String, weight: PackedWeight)? {
    guard let point = tensor.name.lastIndex(of: "."), tensor.type == .uint8,
      let type = PackedType(rawValue: String(tensor.name[tensor.name.index(after: point)...]))
    else { return nil }
    return (String(tensor.name[..<point]), try view(tensor, type))
  }

  private func view(_ tensor: MappedTensor, _ type: PackedType) throws(TensorError) -> PackedWeight {
    guard metadata[PackedFile.versionKey] == PackedFile.version else {
      throw .unknownPacking(path: path, tensor: tensor.name, found: metadata[PackedFile.versionKey])
    }
    let text = metadata[tensor.name]
    guard let shape = text.flatMap(PackedShape.init), tensor.type == .uint8, tensor.shape == shape.byteShape(type)
    else {
      throw .wrongPacking(path: path, tensor: tensor.name, weight: text, found: tensor.shape)
    }
    return PackedWeight(viewing: tensor, type: type, shape: shape)
  }
}
