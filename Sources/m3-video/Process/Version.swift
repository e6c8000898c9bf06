import M3Video

/// What `--version` prints: this program and the FFmpeg libraries that it runs with.
enum Version {
  static let number = "0.1.0"

  static var text: String { "m3-video \(number) (\(FFmpegVersion.summary))" }
}
