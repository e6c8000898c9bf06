import CFFmpeg

/// Finds the cause where FFmpeg only says that it cannot open a file.
enum OpeningFailure {
  /// After a failed opening or probing.
  static func explain(_ file: ClipFile, status: Int32) -> VideoError {
    if let limit = file.limitReached(seconds: file.limits.secondsToOpen) { return limit }
    if status == cffmpeg_error_from_errno(12) { return .outOfMemory(path: file.name) }
    let head = FileHead(file)
    switch ContainerEnd(file) {
    case .indexMissing: return .incomplete(path: file.name, part: .index)
    case .indexCut: return .incomplete(path: file.name, part: .indexEnd)
    case .whole, .dataCut: break
    }
    if file.refusedOpens > 0 { return .opensOtherFile(path: file.name, other: file.refusedName) }
    guard let format = head.format else { return .unknownFormat(path: file.name) }
    if playlistFormats.contains(format) { return .playlist(path: file.name, kind: format) }
    let names = format.split(separator: ",").map(String.init)
    if !names.contains(where: Whitelist.formats.contains) {
      return .unsupportedFormat(path: file.name, format: format)
    }
    return .readFailed(path: file.name, detail: DecoderLog.lastLine)
  }

  /// No stream is a video.
  static func noVideo(_ file: ClipFile, hasSound: Bool, hasCover: Bool) -> VideoError {
    if case .indexCut = ContainerEnd(file) { return .incomplete(path: file.name, part: .indexEnd) }
    if file.refusedOpens > 0 { return .opensOtherFile(path: file.name, other: file.refusedName) }
    return .noVideo(path: file.name, hasSound: hasSound, hasCover: hasCover)
  }

  /// The stream's codec is unknown or not on the whitelist.
  static func noDecoder(_ file: ClipFile, codec: String) -> VideoError {
    if case .indexCut = ContainerEnd(file) { return .incomplete(path: file.name, part: .indexEnd) }
    return .unsupportedCodec(path: file.name, codec: codec == "none" ? "something unknown" : codec)
  }

  /// Demuxers that would open other files.
  private static let playlistFormats: Set<String> = [
    "hls", "dash", "concat", "sdp", "rtsp", "imf", "ffmetadata", "webm_dash_manifest", "vobsub", "mpl2", "tedcaptions",
  ]
}
