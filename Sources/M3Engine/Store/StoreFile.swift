import Glibc
import M3Tensor

/// An open file of the store; closed when it goes.
struct StoreFile: ~Copyable {
  private let number: CInt

  /// Opens a regular file for reading; nil for anything else.
  init?(reading path: String) {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard number >= 0 else { return nil }
    guard Self.byteCount(number) != nil else {
      close(number)
      return nil
    }
    self.number = number
  }

  /// Makes a file of a name of its own, beginning with `path`.
  ///
  /// - Parameter name: becomes its path.
  init?(beginning path: String, name: inout String) {
    guard let made = UniquePath.file(beginning: path) else { return nil }
    number = made.descriptor
    name = made.path
  }

  /// Opens a file to be locked, made if it is not there.
  init?(locking path: String) {
    let number = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard number >= 0 else { return nil }
    self.number = number
  }

  deinit { close(number) }

  /// Makes this the only one that has the file so, until it is closed; false when another one has.
  func lock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }

  /// Nil for what is no regular file.
  var byteCount: Int? { Self.byteCount(number) }

  private static func byteCount(_ number: CInt) -> Int? {
    var status = stat()
    guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// So many bytes from a place on; nil when there are not so many.
  func read(_ count: Int, at place: Int) -> [UInt8]? {
    // Not made room for before it is known to be there.
    guard let size = byteCount, count >= 0, place >= 0, count <= size - place else { return nil }
    var filled = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while filled < count {
        let got = unsafe pread(
          number, buffer.baseAddress.map { unsafe $0 + filled }, count - filled, off_t(place + filled))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        filled += got
      }
      initialized = filled
    }
    return filled == count ? bytes : nil
  }

  /// Appends bytes; the system's error number when it cannot.
  func append(_ bytes: [UInt8]) -> CInt? {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(number, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : ENOSPC }
      written += count
    }
    return nil
  }

  /// Notes that it was used now.
  func touch() { _ = futimens(number, nil) }
}
