import CFFmpeg

/// The FFmpeg libraries that the process runs with.
public enum FFmpegVersion {
  /// "libavformat 59.27.100, libavcodec 59.37.100, libswscale 6.7.100".
  ///
  /// A security update of a library changes what runs here without a new build, so it is part of `--version`.
  public static var summary: String {
    [("libavformat", avformat_version()), ("libavcodec", avcodec_version()), ("libswscale", swscale_version())]
      .map { "\($0.0) \(text($0.1))" }.joined(separator: ", ")
  }

  /// AV_VERSION_INT the other way: 8 bits each of minor and micro.
  private static func text(_ version: UInt32) -> String {
    "\(version >> 16).\(version >> 8 & 0xFF).\(version & 0xFF)"
  }
}
