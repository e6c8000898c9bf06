import M3Core

/// Something about the store of features that stops no answer, said once.
public enum FeatureStoreNote: Equatable, Sendable {
  /// Nothing more is stored: the disk is full, the folder cannot be written.
  case cannotWrite(folder: String, reason: String)
  /// What one look at a clip gave is larger than all that may be stored.
  case tooLarge(bytes: Int, limit: Int)
  /// A damaged or foreign file was found among the stored ones and removed.
  case damaged(file: String)

  /// One sentence without a full stop.
  public var message: String {
    switch self {
    case .cannotWrite(let folder, let reason):
      "features are not stored for later: \(folder.escapedForTerminal): \(reason)"
    case .tooLarge(let bytes, let limit):
      "features are not stored for later: \(bytes) bytes at once, where \(limit) are allowed"
    case .damaged(let file): "\(file.escapedForTerminal) is damaged; it was removed and its features are made again"
    }
  }

  /// Notes of a kind are said once.
  var kind: Int {
    switch self {
    case .cannotWrite: 0
    case .tooLarge: 1
    case .damaged: 2
    }
  }
}
