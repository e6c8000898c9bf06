/// What FFmpeg may use of itself: demuxers and decoders for files, none that read playlists, scripts or devices.
enum Whitelist {
  /// Demuxers, by FFmpeg's names.
  ///
  /// The last four only serve to say that a file holds nothing but sound.
  static let formats = [
    "mov", "matroska", "webm", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "gif", "h264", "hevc", "mpegvideo", "m4v",
    "ivf", "obu", "png_pipe", "jpeg_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe", "mp3", "flac", "wav", "aac",
  ]

  /// Decoders, by FFmpeg's names (not codecs: AV1 is `libdav1d`, which honours the limit on pixels).
  static let decoders = [
    "h264", "hevc", "libdav1d", "vp8", "vp9", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "gif", "png", "webp", "bmp",
    "tiff", "theora", "msmpeg4", "msmpeg4v2", "wmv1", "wmv2", "wmv3", "vc1", "flv", "h263", "prores", "ffv1",
    "rawvideo", "dvvideo",
  ]

  /// Demuxers that give one still picture.
  static func isStill(_ format: String) -> Bool { format.hasSuffix("_pipe") }

  /// Demuxers where seeking to a key frame by its time is worth trying; every seek is verified.
  ///
  /// Plain seeking in MPEG-TS, MPEG-PS and raw streams was seen to give wrong frames, so they are read through.
  static func maySeek(_ format: String) -> Bool {
    format.hasPrefix("mov,") || format.hasPrefix("matroska,") || format == "avi"
  }
}
