import CFFmpeg

/// The first bytes of a file, to say what it is where FFmpeg would only say no.
struct FileHead {
  let bytes: [UInt8]

  init(_ file: ClipFile) { bytes = file.bytes(at: 0, count: 1 << 16) }

  /// What kind of playlist or script it is, if it is one.
  var playlistKind: String? {
    let text = bytes.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(512)
    for (start, kind) in Self.playlists where text.starts(with: start.utf8) { return kind }
    let lower = String(decoding: text, as: UTF8.self).lowercased()
    guard lower.hasPrefix("<") else { return nil }
    for (element, kind) in [("<mpd", "DASH"), ("<smoothstreamingmedia", "Smooth Streaming"), ("<asx", "ASX")]
    where lower.contains(element) { return kind }
    return nil
  }

  private static let playlists = [
    ("#EXTM3U", "HLS"), ("ffconcat version", "concat script"), ("v=0\r\n", "SDP"), ("v=0\n", "SDP"),
    ("[playlist]", "PLS"), ("[Reference]", "ASF reference"), ("RTSPtext", "RTSP"), (";FFMETADATA", "ffmetadata"),
    ("#EXTINF", "HLS"),
  ]

  /// A kind of picture that FFmpeg 5.1 opens but shows wrongly or in part.
  var unsupportedPicture: String? {
    if isText("ftyp", at: 4) {
      for brand in ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"] where isText(brand, at: 8) {
        return "HEIC"
      }
    }
    let isAnimated = bytes.count > 20 && bytes[20] & 0x02 != 0
    if isText("RIFF", at: 0), isText("WEBP", at: 8), isText("VP8X", at: 12), isAnimated { return "animated WebP" }
    return nil
  }

  func isText(_ text: String, at offset: Int) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }

  /// FFmpeg's name for the format, whether or not it is on the whitelist.
  var format: String? {
    var padded = bytes + [UInt8](repeating: 0, count: Int(AVPROBE_PADDING_SIZE))
    return unsafe padded.withUnsafeMutableBufferPointer { buffer in
      var score: Int32 = 0
      var data = unsafe AVProbeData()
      unsafe data.buf = buffer.baseAddress
      unsafe data.buf_size = Int32(bytes.count)
      return unsafe "".withCString { (empty: UnsafePointer<CChar>) -> String? in
        unsafe data.filename = empty
        guard let found = unsafe av_probe_input_format3(&data, 1, &score), score > AVPROBE_SCORE_RETRY else {
          return nil
        }
        return unsafe String(cString: found.pointee.name)
      }
    }
  }
}
