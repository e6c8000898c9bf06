import M3Core

extension WorldError {
  public var message: String {
    switch self {
    case .missingEncoder(let name):
      "this FFmpeg has no encoder `\(name.escapedForTerminal)`"
    case .clipNotWritten(let path, let step, let code, let reason):
      "cannot write \(path.escapedForTerminal): FFmpeg failed to \(step) (\(reason.escapedForTerminal), \(code))"
    case .noMemory(let path):
      "cannot write \(path.escapedForTerminal): FFmpeg got no memory"
    case .fileNotWritten(let path, let reason):
      "cannot write \(path.escapedForTerminal): \(reason.escapedForTerminal)"
    case .otherWorld(let path, let field, let expected, let found):
      "\(path.escapedForTerminal) was made with another \(field.escapedForTerminal): "
        + "\(found.escapedForTerminal), not \(expected.escapedForTerminal)"
    case .unreadableCard(let path, let reason):
      "\(path.escapedForTerminal) is not a card of this world: \(reason.escapedForTerminal)"
    case .badCount(let found):
      "cannot write \(found) clips"
    }
  }

  public var hint: String? {
    switch self {
    case .missingEncoder: "install an FFmpeg with libx264 (Debian and Ubuntu: `apt-get install libavcodec-extra`)"
    case .otherWorld, .unreadableCard: "write to an empty folder"
    case .badCount: "give a count of at least 1"
    case .clipNotWritten, .noMemory, .fileNotWritten: nil
    }
  }
}
