import Glibc

/// A file that appears whole under its name, or not at all.
struct WholeFile {
  let path: String

  func write(_ bytes: [UInt8]) throws(PictureError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath(path: path) }
    switch try kind() {
    case .folder: throw .isFolder(path: path)
    case .device:
      let file = try open(path, flags: O_WRONLY | O_NOCTTY, expecting: bytes.count)
      try fill(file, with: bytes)
    case .file(let name): try replace(name, with: bytes)
    }
  }

  /// What stands at the path now, links followed.
  private enum Kind {
    case folder
    case device
    /// A regular file, or nothing yet; with the name to write to.
    case file(String)
  }

  private func kind() throws(PictureError) -> Kind {
    var status = stat()
    if unsafe stat(path, &status) != 0 { return .file(path) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file(resolved)
    default: return .device
    }
  }

  /// The path without links, so that a link stays and the file behind it is replaced.
  private var resolved: String {
    guard let name = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(name) }
    return unsafe String(cString: name)
  }

  /// Writes a new file beside `name`, then gives it that name.
  private func replace(_ name: String, with bytes: [UInt8]) throws(PictureError) {
    let folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
    let file = try create(in: folder, expecting: bytes.count)
    do throws(PictureError) {
      try fill(file, with: bytes)
      if fsync(file.number) != 0 { throw failure(errno, bytes.count) }
      if unsafe rename(file.name, name) != 0 { throw failure(errno, bytes.count) }
    } catch {
      unsafe unlink(file.name)
      throw error
    }
  }

  /// A new hidden file in a folder; its name holds the process's number, so that others never get in the way.
  private func create(in folder: String, expecting count: Int) throws(PictureError) -> OpenFile {
    var attempt = 0
    while true {
      let name = "\(folder).m3-video-\(getpid())-\(attempt).part"
      do throws(PictureError) {
        return try open(name, flags: O_WRONLY | O_CREAT | O_EXCL, expecting: count)
      } catch {
        guard case .notWritten(_, EEXIST) = error, attempt < 1000 else { throw error }
        attempt += 1
      }
    }
  }

  private func open(_ name: String, flags: Int32, expecting count: Int) throws(PictureError) -> OpenFile {
    let number = unsafe Glibc.open(name, flags | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw failure(errno, count) }
    return OpenFile(number: number, name: name)
  }

  private func fill(_ file: borrowing OpenFile, with bytes: [UInt8]) throws(PictureError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { raw in
        unsafe Glibc.write(file.number, raw.baseAddress?.advanced(by: done), raw.count - done)
      }
      if count < 0 {
        let code = errno
        if code == EINTR { continue }
        throw failure(code, bytes.count)
      }
      done += count
    }
  }

  /// Where the file should stand.
  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func isFolder(_ name: String) -> Bool {
    var status = stat()
    return unsafe stat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The error that an `errno` stands for.
  private func failure(_ code: Int32, _ count: Int) -> PictureError {
    switch code {
    case ENOENT where !isFolder(folder), ENOTDIR where !isFolder(folder): .noSuchFolder(path: path, folder: folder)
    case EACCES, EPERM, EROFS: .permissionDenied(path: path)
    case ENOSPC, EDQUOT: .diskFull(path: path, bytes: count)
    case ENAMETOOLONG, EILSEQ: .invalidPath(path: path)
    default: .notWritten(path: path, code: code)
    }
  }
}

/// An open file; closed when it goes.
private struct OpenFile: ~Copyable {
  let number: Int32
  let name: String

  deinit { close(number) }
}
