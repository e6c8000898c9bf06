import Glibc

/// Reads a file whole, if it is a regular one of modest size.
///
/// Tokenizer files come with checkpoints from anywhere: a pipe in their place would block, a device never end.
enum TokenizerFile {
  /// In bytes; LLaMA's model has half a million, the largest vocabularies in use under five million.
  static let sizeLimit = 16 << 20

  /// The bytes of a file.
  ///
  /// - Throws: `TextError.unreadable`, `.notAFile`, `.tooLarge`.
  static func read(_ path: String) throws(TextError) -> [UInt8] {
    guard !path.utf8.contains(0) else { throw .unreadable(path: path, reason: "the name holds a NUL") }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: reason(errno)) }
    defer { close(descriptor) }

    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, reason: reason(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    let size = Int(status.st_size)
    guard size <= sizeLimit else { throw .tooLarge(path: path, size: size, limit: sizeLimit) }
    return try readAll(descriptor, expected: size, path: path)
  }

  /// Reads up to the end, also when the file grows or shrinks meanwhile, but never more than the limit.
  private static func readAll(_ descriptor: Int32, expected: Int, path: String) throws(TextError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .unreadable(path: path, reason: reason(errno))
      }
      bytes += chunk[..<count]
      guard bytes.count <= sizeLimit else { throw .tooLarge(path: path, size: bytes.count, limit: sizeLimit) }
    }
  }

  private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
