import Glibc

/// A file being written beside the one that it will become; removed when its owner goes before that.
struct TemporaryFile: ~Copyable {
  private let target: String
  private let path: String
  private let file: FileDescriptor
  private var isPublished = false

  init(beside target: String) throws(TensorError) {
    guard let (path, number) = UniquePath.file(beginning: "\(target).") else {
      throw .cannotWrite(path: target, reason: systemReason())
    }
    file = FileDescriptor(number: number)
    self.path = path
    self.target = target
    fchmod(number, 0o644)
  }

  /// Appends bytes.
  func write(_ bytes: RawSpan) throws(TensorError) {
    try unsafe bytes.withUnsafeBytes { buffer throws(TensorError) in
      var written = 0
      while written < buffer.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
        let count = unsafe Glibc.write(file.number, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw .cannotWrite(path: target, reason: systemReason()) }
        written += count
      }
    }
  }

  /// Synchronises the file, gives it its name, and synchronises the folder.
  mutating func publish() throws(TensorError) {
    guard fsync(file.number) == 0, unsafe rename(path, target) == 0 else {
      throw .cannotWrite(path: target, reason: systemReason())
    }
    isPublished = true
    let folder = target.lastIndex(of: "/").map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
    let number = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw .cannotWrite(path: folder, reason: systemReason()) }
    let handle = FileDescriptor(number: number)
    guard fsync(handle.number) == 0 else { throw .cannotWrite(path: folder, reason: systemReason()) }
  }

  deinit { if !isPublished { unsafe unlink(path) } }
}
