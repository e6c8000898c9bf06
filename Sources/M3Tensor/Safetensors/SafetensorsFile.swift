/// A safetensors file, mapped read-only: its tensors by name, none of their bytes read.
///
/// A tensor's page is read from the disk when it is first touched. If another process shortens the file after it was
/// opened, touching the lost part ends this one by SIGBUS, which no mapped file can prevent: replace checkpoints by
/// renaming, as `SafetensorsWriter` does, never in place.
///
/// Layout: 8 bytes little-endian length of the header, the header (JSON, `SafetensorsHeader`), the tensors' bytes.
public struct SafetensorsFile: Sendable {
  /// As the caller named it.
  public let path: String
  /// In the order of their data in the file.
  public let tensors: [MappedTensor]
  /// The header's `__metadata__`.
  public let metadata: [String: String]
  /// Bytes of the header, without the length before it.
  public let headerByteCount: Int
  private let indices: [String: Int]
  private let file: MappedFile

  /// Opens a file and checks its header; takes time in proportion to the header, not to the file.
  ///
  /// - Throws: `TensorError` when the file cannot be read or its header does not describe its data exactly.
  public static func open(_ path: String) throws(TensorError) -> SafetensorsFile {
    let file = try FileDescriptor.reading(path)
    let byteCount = try file.byteCount(path: path)
    guard byteCount >= lengthByteCount else {
      throw .headerOutside(path: path, headerByteCount: nil, fileByteCount: byteCount)
    }
    let length = try file.read(lengthByteCount, path: path).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(SafetensorsHeader.byteLimit) else {
      throw .headerTooLong(path: path, bytes: length, limit: SafetensorsHeader.byteLimit)
    }
    let headerByteCount = Int(length)
    guard headerByteCount <= byteCount - lengthByteCount else {
      throw .headerOutside(path: path, headerByteCount: headerByteCount, fileByteCount: byteCount)
    }
    let dataStart = lengthByteCount + headerByteCount
    let json = try file.read(headerByteCount, path: path)
    let header = try SafetensorsHeader(json, dataByteCount: byteCount - dataStart, path: path)
    let mapped = try MappedFile(file, byteCount: byteCount, path: path)
    return SafetensorsFile(
      path: path,
      tensors: header.entries.map {
        MappedTensor(
          name: $0.name, type: $0.type, shape: $0.shape, file: mapped, range: dataStart + $0.begin..<dataStart + $0.end)
      },
      metadata: header.metadata, headerByteCount: headerByteCount, file: mapped)
  }

  private static let lengthByteCount = 8

  private init(
    path: String, tensors: [MappedTensor], metadata: [String: String], headerByteCount: Int, file: MappedFile
  ) {
    self.path = path
    self.tensors = tensors
    self.metadata = metadata
    self.headerByteCount = headerByteCount
    self.file = file
    indices = Dictionary(uniqueKeysWithValues: tensors.indices.map { (tensors[$0].name, $0) })
  }

  /// The tensor of a name, if the file holds it.
  public subscript(name: String) -> MappedTensor? { indices[name].map { tensors[$0] } }

  /// Bytes of the whole file.
  public var byteCount: Int { file.byteCount }

  /// Where the tensors' bytes begin in the file.
  public var dataStart: Int { Self.lengthByteCount + headerByteCount }

  /// Lends the bytes of a range of the whole file, header included, and has nothing around it read.
  ///
  /// - Precondition: the range lies in `0..<byteCount`.
  public func withSample<R>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try unsafe file.withSample(range, body)
  }
}
