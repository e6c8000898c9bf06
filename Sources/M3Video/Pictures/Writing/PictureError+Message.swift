import Glibc
import M3Core

extension PictureError {
  public var message: String {
    switch self {
    case .noSuchFolder(let path, let folder):
      "\(path.escapedForTerminal): not written: there is no folder \(folder.escapedForTerminal)"
    case .isFolder(let path):
      "\(path.escapedForTerminal): not written: it is a folder"
    case .permissionDenied(let path):
      "\(path.escapedForTerminal): not written: permission denied"
    case .diskFull(let path, let bytes):
      "\(path.escapedForTerminal): not written: no space left for its \(bytes) bytes"
    case .invalidPath(let path) where path.isEmpty:
      "a picture was not written: the path is empty"
    case .invalidPath(let path):
      "\(path.escapedForTerminal): not written: no file can have this name"
    case .notWritten(let path, let code):
      "\(path.escapedForTerminal): not written: \(Self.sentence(code))"
    case .notEncoded(let format, let width, let height, let step, let code):
      "a picture of \(width) x \(height) pixels cannot become a \(format.name) file: \(step) failed with code \(code)"
    }
  }

  public var hint: String? {
    switch self {
    case .noSuchFolder: "make the folder first, or choose another"
    case .isFolder: "give the name of a file in it"
    case .permissionDenied: "choose a folder that you may write to"
    case .diskFull: "free some space, or choose another disk"
    case .invalidPath: "a path has no zero bytes, and a name in it at most 255 bytes"
    case .notWritten, .notEncoded: nil
    }
  }

  /// What the operating system calls an error, in lower case as the middle of a sentence.
  private static func sentence(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    let words = unsafe String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
