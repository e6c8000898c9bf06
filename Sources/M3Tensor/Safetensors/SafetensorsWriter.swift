/// Writes a safetensors file tensor by tensor, so that it never has to be in memory whole.
///
/// The file appears under its name only when it is complete and on the disk: bytes go to a temporary file beside it,
/// which `finish` synchronises and renames. A writer that is dropped before leaves nothing behind.
public struct SafetensorsWriter: ~Copyable {
  /// What the header says about one tensor.
  public struct Tensor: Equatable, Sendable {
    public var name: String
    public var type: ElementType
    /// Outermost first.
    public var shape: [Int]

    public init(name: String, type: ElementType, shape: [Int]) {
      self.name = name
      self.type = type
      self.shape = shape
    }

    /// Bytes that it takes.
    public var byteCount: Int { shape.reduce(type.byteCount, *) }
  }

  private let tensors: [Tensor]
  private var written = 0
  private var file: TemporaryFile

  /// Begins a file that will hold these tensors in this order, and writes its header.
  ///
  /// - Precondition: names are unique and none is `__metadata__`.
  /// - Throws: `TensorError.cannotWrite`.
  public init(_ path: String, tensors: [Tensor], metadata: [String: String] = [:]) throws(TensorError) {
    precondition(Set(tensors.map(\.name)).count == tensors.count, "tensor names are unique")
    precondition(!tensors.contains { $0.name == "__metadata__" }, "`__metadata__` is not a tensor")
    let file = try TemporaryFile(beside: path)
    let header = Self.header(tensors, metadata)
    try unsafe file.write(header.span.bytes)
    self.tensors = tensors
    self.file = file
  }

  /// Appends the bytes of the next tensor: little-endian, row-major, all of them.
  ///
  /// - Precondition: a tensor is left to write, and `bytes` is as long as its type and shape say.
  /// - Throws: `TensorError.cannotWrite`, for instance when the disk is full.
  public mutating func append(_ bytes: RawSpan) throws(TensorError) {
    precondition(written < tensors.count, "all tensors are written")
    let tensor = tensors[written]
    precondition(bytes.byteCount == tensor.byteCount, "`\(tensor.name)` takes \(tensor.byteCount) bytes")
    try file.write(bytes)
    written += 1
  }

  /// Appends the bytes of the next tensor, which another file holds.
  ///
  /// - Precondition: as for `append(_:)` of bytes.
  /// - Throws: `TensorError.cannotWrite`.
  public mutating func append(_ tensor: MappedTensor) throws(TensorError) {
    let result: Result<Void, TensorError> = unsafe tensor.withBytes { bytes in
      do throws(TensorError) { return .success(try unsafe append(bytes.bytes)) } catch { return .failure(error) }
    }
    try result.get()
  }

  /// Puts the complete file in its place; one of the same name is replaced.
  ///
  /// - Precondition: every tensor is written.
  /// - Throws: `TensorError.cannotWrite`.
  public consuming func finish() throws(TensorError) {
    precondition(written == tensors.count, "`\(tensors[written].name)` is not written")
    try file.publish()
  }

  /// The length, then JSON, padded with spaces so that the data begins at a multiple of 64, as
  /// kernels read packed weights fastest.
  static func header(_ tensors: [Tensor], _ metadata: [String: String]) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\($0.key.asJSON):\($0.value.asJSON)" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var begin = 0
    for tensor in tensors {
      let end = begin + tensor.byteCount
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let facts = "\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]"
      members.append("\(tensor.name.asJSON):{\(facts)}")
      begin = end
    }
    var json = Array("{\(members.joined(separator: ","))}".utf8)
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (64 - (8 + json.count) % 64) % 64))
    return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> ($0 * 8)) } + json
  }
}
