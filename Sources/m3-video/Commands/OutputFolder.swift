import Glibc
import M3Core

/// A folder that a command writes into.
enum OutputFolder {
  /// Makes the folder and those above it, where they are missing.
  ///
  /// - Throws: `OutputFolderError` naming the folder and the cause.
  static func make(_ path: String) throws(OutputFolderError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? part : "/\(part)"
      if unsafe mkdir(made, 0o777) == 0 || isFolder(made) { continue }
      throw OutputFolderError(path: made, code: errno)
    }
    guard !path.isEmpty else { throw OutputFolderError(path: path, code: ENOENT) }
  }

  private static func isFolder(_ path: String) -> Bool {
    let code = errno
    defer { errno = code }
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// A folder cannot be made.
struct OutputFolderError: ExplainedError {
  let path: String
  /// An `errno`.
  let code: Int32

  var message: String {
    let cause =
      code == EEXIST ? "there is a file of this name" : unsafe String(cString: strerror(code))
    return "\(path.isEmpty ? "\"\"" : path.escapedForTerminal): cannot make this folder: \(cause)"
  }
  var hint: String? { code == EEXIST ? "name another folder, or take the file away" : nil }
}
