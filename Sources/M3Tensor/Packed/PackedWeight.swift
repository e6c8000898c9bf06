import CM3Kernels

/// A matrix of weights, [out, in], in the layout that products read: panels of 16 outputs (docs/quantised-weights.md).
///
/// It is a view into a mapped file that holds that layout, or owns bytes that were packed from floats. It never changes,
/// so any thread may read it.
public struct PackedWeight: Sendable {
  public let type: PackedType
  public let shape: PackedShape
  private let storage: Storage

  private enum Storage {
    case mapped(MappedTensor)
    case owned(PackedBytes)
  }

  /// A view of bytes that are packed already.
  ///
  /// - Precondition: the tensor holds as many bytes as type and shape say.
  init(viewing tensor: MappedTensor, type: PackedType, shape: PackedShape) {
    precondition(tensor.byteCount == shape.byteCount(type), "\(shape.byteCount(type)) bytes expected")
    self.type = type
    self.shape = shape
    storage = .mapped(tensor)
  }

  /// Packs a tensor of floats on the pool of threads; whatever the tensor's shape, its elements are taken row by row.
  ///
  /// - Throws: `TensorError.cannotPack` when it does not hold floats of this shape, there is no memory, or a weight of an
  ///   integer type is not finite or too large for a scale.
  public init(packing tensor: MappedTensor, shape: PackedShape, as type: PackedType) throws(TensorError) {
    guard let element = tensor.type.kernelType, tensor.elementCount == shape.outputs * shape.inputs else {
      throw .cannotPack(
        tensor: tensor.name, type: type, reason: "it does not hold \(shape.text) floats")
    }
    let packed = try unsafe PackedBytes(name: tensor.name, shape: shape, type: type) { target in
      unsafe tensor.withBytes { bytes in
        unsafe m3_pack(
          target, type.kernelType, bytes.baseAddress, element, shape.inputs * m3_element_size(element), shape.outputs,
          shape.inputs)
      }
    }
    self.init(packed, type: type, shape: shape)
  }

  /// Packs floats, row by row.
  ///
  /// - Parameter name: for the error.
  /// - Precondition: `values` has as many elements as the shape.
  /// - Throws: `TensorError.cannotPack` when there is no memory, or a weight of an integer type is not finite or too large
  ///   for a scale.
  public init(packing values: [Float], shape: PackedShape, as type: PackedType, name: String) throws(TensorError) {
    precondition(values.count == shape.outputs * shape.inputs, "\(shape.text) values expected")
    let packed = try unsafe PackedBytes(name: name, shape: shape, type: type) { target in
      unsafe values.withUnsafeBytes { bytes in
        unsafe m3_pack(
          target, type.kernelType, bytes.baseAddress, M3_FLOAT32, shape.inputs * 4, shape.outputs, shape.inputs)
      }
    }
    self.init(packed, type: type, shape: shape)
  }

  private init(_ bytes: PackedBytes, type: PackedType, shape: PackedShape) {
    self.type = type
    self.shape = shape
    storage = .owned(bytes)
  }

  /// Bytes that it takes, in memory and in a file.
  public var byteCount: Int { shape.byteCount(type) }

  /// Lends the packed bytes, `byteCount` in all; the pointer is valid during `body` only.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    switch storage {
    case .mapped(let tensor): try unsafe tensor.withBytes(body)
    case .owned(let bytes): try unsafe bytes.withBytes(body)
    }
  }

  /// Lends it in the kernels' form.
  func withPacked<R>(_ body: (m3_packed) throws -> R) rethrows -> R {
    try unsafe withBytes { bytes in
      try unsafe body(
        m3_packed(
          type: type.kernelType, outputs: shape.outputs, inputs: shape.inputs, bytes: bytes.baseAddress))
    }
  }

  /// One output's weights as floats; for look-ups, not for loops over a model.
  ///
  /// - Precondition: the output exists.
  public func row(_ output: Int) -> [Float] {
    precondition(output >= 0 && output < shape.outputs, "output \(output) of \(shape.outputs)")
    return unsafe Array(unsafeUninitializedCapacity: shape.inputs) { buffer, count in
      unsafe withPacked { packed in
        unsafe withUnsafePointer(to: packed) { unsafe m3_packed_row(buffer.baseAddress, $0, output) }
      }
      count = shape.inputs
    }
  }
}
