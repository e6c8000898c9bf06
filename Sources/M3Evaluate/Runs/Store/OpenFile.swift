import Glibc

/// An open file; closed when it goes.
struct OpenFile: ~Copyable {
  private(set) var path: String
  private let number: Int32

  /// - Parameter flags: of `open(2)`.
  /// - Throws: `EvaluateError.notWritten` with the system's reason.
  init(_ path: String, _ flags: Int32) throws(EvaluateError) {
    number = unsafe open(path, flags | O_CLOEXEC, 0o666)
    self.path = path
    guard number >= 0 else { throw Self.failure(path, errno) }
  }

  deinit { if number >= 0 { close(number) } }

  /// Notes the name that the file was given since it was opened.
  mutating func isNow(_ path: String) { self.path = path }

  /// Whether the name still leads to this file.
  borrowing func isNamed(_ path: String) -> Bool {
    var own = stat()
    var named = stat()
    guard unsafe fstat(number, &own) == 0, unsafe stat(path, &named) == 0 else { return false }
    return own.st_ino == named.st_ino && own.st_dev == named.st_dev
  }

  /// Makes this process the only one that has the file so, until it is closed; false when another one has.
  borrowing func lock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }

  /// Writes all of the bytes where the file stands.
  borrowing func append(_ bytes: [UInt8]) throws(EvaluateError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { raw in
        unsafe write(number, raw.baseAddress?.advanced(by: done), raw.count - done)
      }
      if count < 0 {
        guard errno == EINTR else { throw Self.failure(path, errno) }
        continue
      }
      done += count
    }
  }

  /// Waits until what was written is on the disk.
  borrowing func flush() throws(EvaluateError) {
    guard fsync(number) == 0 else { throw Self.failure(path, errno) }
  }

  /// Cuts the file off.
  borrowing func truncate(to length: Int) throws(EvaluateError) {
    guard ftruncate(number, off_t(length)) == 0 else { throw Self.failure(path, errno) }
    try flush()
  }

  /// Reads up to so many bytes from a place on; empty at the end.
  borrowing func read(_ count: Int, at place: Int) throws(EvaluateError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    while true {
      let found = unsafe bytes.withUnsafeMutableBytes { raw in
        unsafe pread(number, raw.baseAddress, raw.count, off_t(place))
      }
      if found < 0 {
        guard errno == EINTR else { throw Self.failure(path, errno) }
        continue
      }
      bytes.removeLast(count - found)
      return bytes
    }
  }

  static func failure(_ path: String, _ code: Int32) -> EvaluateError {
    .notWritten(path: path, reason: unsafe String(cString: strerror(code)))
  }
}
