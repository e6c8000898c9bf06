import Foundation
import M3Core

/// A folder that a command writes into.
enum OutputFolder {
  /// Makes the folder and those above it, where they are missing.
  ///
  /// - Throws: `OutputFolderError` naming the folder and the cause.
  static func make(_ path: String) throws(OutputFolderError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw OutputFolderError(path: path, cause: (error as NSError).underlyingCause)
    }
  }
}

/// A folder cannot be made.
struct OutputFolderError: ExplainedError {
  let path: String
  let cause: String

  var message: String { "\(path.escapedForTerminal): cannot make this folder: \(cause.escapedForTerminal)" }
}

extension NSError {
  /// The system's words for the cause, without Foundation's around them.
  var underlyingCause: String {
    let inner = userInfo[NSUnderlyingErrorKey] as? NSError ?? self
    guard inner.domain == NSPOSIXErrorDomain else { return inner.localizedDescription }
    return unsafe String(cString: strerror(Int32(inner.code)))
  }
}
