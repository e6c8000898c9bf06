import Glibc

/// An open file descriptor, closed when its owner goes.
struct FileDescriptor: ~Copyable {
  let number: CInt

  /// Opens a regular file for reading; anything else (a folder, a pipe that would block) is refused.
  static func reading(_ path: String) throws(TensorError) -> FileDescriptor {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw .cannotRead(path: path, reason: systemReason()) }
    let file = FileDescriptor(number: number)
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw .cannotRead(path: path, reason: systemReason()) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotRead(path: path, reason: "it is not a regular file") }
    return file
  }

  /// Bytes in the file now.
  func byteCount(path: String) throws(TensorError) -> Int {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw .cannotRead(path: path, reason: systemReason()) }
    return Int(status.st_size)
  }

  /// Reads so many bytes from the file's present position on.
  func read(_ count: Int, path: String) throws(TensorError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(number, buffer.baseAddress.map { unsafe $0 + filled }, count - filled)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .cannotRead(path: path, reason: systemReason()) }
      guard got > 0 else { throw .cannotRead(path: path, reason: "it became shorter while it was read") }
      filled += got
    }
    return bytes
  }

  deinit { close(number) }
}

/// What the last failed system call says.
func systemReason() -> String { unsafe String(cString: strerror(errno)) }
