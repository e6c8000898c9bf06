/// Small files, read and written whole.
package enum SmallFile {
  /// All bytes of a regular file.
  ///
  /// - Throws: `TensorError.cannotRead`, and `TensorError.fileTooLong` above `limit` bytes.
  package static func read(_ path: String, limit: Int) throws(TensorError) -> [UInt8] {
    let file = try FileDescriptor.reading(path)
    let count = try file.byteCount(path: path)
    guard count <= limit else { throw .fileTooLong(path: path, bytes: count, limit: limit) }
    return try file.read(count, path: path)
  }

  /// Writes a file, which appears under its name when it is complete and on the disk.
  ///
  /// - Throws: `TensorError.cannotWrite`.
  package static func write(_ bytes: [UInt8], to path: String) throws(TensorError) {
    var file = try TemporaryFile(beside: path)
    try unsafe file.write(bytes.span.bytes)
    try file.publish()
  }
}
