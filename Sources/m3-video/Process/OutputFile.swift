import Foundation
import M3Core

/// A file that is written piece by piece and appears whole under its name, or not at all.
///
/// The bytes go to a hidden file in the same folder, which takes the name when all is there. A link stays, and the file
/// behind it is replaced; devices and pipes are written to directly.
final class OutputFile {
  private let path: String
  /// What is written to; nil once it has its name, and for devices.
  private var partial: String?
  private let target: String
  private let number: Int32
  private var waiting: [UInt8] = []

  /// - Throws: `OutputFileError` when nothing can be written there.
  init(_ path: String) throws(OutputFileError) {
    self.path = path
    var status = stat()
    let isThere = unsafe stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT == S_IFDIR { throw OutputFileError(path: path, code: EISDIR) }
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      target = path
      partial = nil
      number = unsafe open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
    } else {
      let target = isThere ? URL(fileURLWithPath: path).resolvingSymlinksInPath().path : path
      let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
      let name = "\(folder).m3-video-\(getpid()).part"
      self.target = target
      partial = name
      number = unsafe open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      if number < 0 { partial = nil }
    }
    guard number >= 0 else { throw OutputFileError(path: path, code: errno) }
  }

  func append(_ text: String) throws(OutputFileError) {
    waiting += text.utf8
    if waiting.count >= 1 << 20 { try flush() }
  }

  /// Writes what is left and gives the file its name.
  func finish() throws(OutputFileError) {
    try flush()
    guard let partial else { return }
    guard fsync(number) == 0, unsafe rename(partial, target) == 0 else {
      throw OutputFileError(path: path, code: errno)
    }
    self.partial = nil
  }

  private func flush() throws(OutputFileError) {
    var done = 0
    while done < waiting.count {
      let count = unsafe waiting.withUnsafeBytes { raw in
        unsafe write(number, raw.baseAddress?.advanced(by: done), raw.count - done)
      }
      if count < 0 {
        guard errno == EINTR else { throw OutputFileError(path: path, code: errno) }
        continue
      }
      done += count
    }
    waiting.removeAll(keepingCapacity: true)
  }

  deinit {
    if number >= 0 { close(number) }
    if let partial { unsafe _ = unlink(partial) }
  }
}

/// A file cannot be written.
struct OutputFileError: ExplainedError {
  let path: String
  /// An `errno`.
  let code: Int32

  var message: String {
    unsafe "\(path.isEmpty ? "\"\"" : path.escapedForTerminal) cannot be written: \(String(cString: strerror(code)))"
  }
  var hint: String? {
    switch code {
    case EISDIR: "name a file, not a folder"
    case ENOENT: "the folder that the file should stand in is not there"
    default: nil
    }
  }
}
