public import M3Core

/// What can go wrong when a picture is written.
public enum PictureError: ExplainedError, Equatable {
  /// The folder that the file should stand in does not exist.
  case noSuchFolder(path: String, folder: String)
  /// The path names a folder.
  case isFolder(path: String)
  /// The user may not write there.
  case permissionDenied(path: String)
  /// The disk, or the user's share of it, is full.
  case diskFull(path: String, bytes: Int)
  /// The path is empty, too long, or holds a zero byte.
  case invalidPath(path: String)
  /// Any other answer of the operating system, by its `errno`.
  case notWritten(path: String, code: Int32)
  /// FFmpeg cannot make such a file of a picture of this size, by its error code; `step` names the call that failed.
  case notEncoded(format: PictureFormat, width: Int, height: Int, step: String, code: Int32)
}
