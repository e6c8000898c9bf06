public import M3Core

/// What can go wrong when the world is written to files.
public enum WorldError: ExplainedError, Equatable {
  /// FFmpeg has no encoder of this name.
  case missingEncoder(name: String)
  /// FFmpeg refused a step of writing a clip; `code` is its error number, `reason` its words.
  case clipNotWritten(path: String, step: String, code: Int32, reason: String)
  /// FFmpeg could not get memory for a clip.
  case noMemory(path: String)
  /// A folder or a file could not be made; `reason` is the system's.
  case fileNotWritten(path: String, reason: String)
  /// The folder holds a world that was made otherwise; `field` differs.
  case otherWorld(path: String, field: String, expected: String, found: String)
  /// The folder's card is not one of ours.
  case unreadableCard(path: String, reason: String)
  /// Nothing to write.
  case badCount(found: Int)
}
