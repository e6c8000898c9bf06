import M3Video

/// The clip that was asked about last, opened, so that a further question does not read through its file again.
struct ClipMemory {
  let paths: [String]
  let limits: ClipLimits
  let clip: Clip

  /// Whether it is what opening the paths now would give.
  func isStill(_ paths: [String], _ limits: ClipLimits) -> Bool {
    self.paths == paths && self.limits == limits
      && (try? Clip.identity(of: paths, limits: limits)) == clip.identity
  }
}

extension VideoEngine {
  /// Opens a clip, or takes the one of the last question if nothing has changed since.
  ///
  /// - Throws: `VideoError`.
  func open(_ paths: [String], _ limits: ClipLimits) throws(VideoError) -> Clip {
    if let lastClip, lastClip.isStill(paths, limits) { return lastClip.clip }
    lastClip = nil
    let clip = try Clip.open(paths, limits: limits)
    lastClip = ClipMemory(paths: paths, limits: limits, clip: clip)
    return clip
  }
}
