import M3Video

/// The clip that was opened for several questions, so that none of them opens it again.
struct PreparedClip {
  let paths: [String]
  let limits: ClipLimits
  let clip: Clip

  /// The clip if it is what a request asks about, and its files have not changed since.
  func clip(for request: AskRequest) -> Clip? {
    paths == request.clip && limits == request.limits && clip.identity.isCurrent(paths) ? clip : nil
  }
}
