import CFFmpeg

/// Yields the packets of one video stream of a file.
///
/// Does no decoding. Not thread-safe.
final class Demuxer {
  let stream: StreamFacts
  private let file: ClipFile
  private let input: InputHandle

  /// Opens the container with everything refused that could reach past the file, and chooses the stream.
  init(_ file: ClipFile) throws(VideoError) {
    DecoderLog.clear()
    let input = try InputHandle(file)
    file.beginOperation(seconds: file.limits.secondsToOpen)
    try Self.open(input, file)
    guard let format = unsafe input.format else { throw .outOfMemory(path: file.name) }
    try unsafe Self.awaitStreams(format, file)
    try unsafe Self.findStreams(format, file)
    stream = try unsafe StreamFacts(choosingFrom: format, file)
    for index in unsafe 0..<Int(format.pointee.nb_streams) where index != stream.index {
      unsafe format.pointee.streams[index]?.pointee.discard = AVDISCARD_ALL
    }
    self.file = file
    self.input = input
  }

  private static func open(_ input: borrowing InputHandle, _ file: ClipFile) throws(VideoError) {
    guard let format = unsafe input.format else { throw .outOfMemory(path: file.name) }
    unsafe harden(format)
    var options: OpaquePointer?
    for (key, value) in [("enable_drefs", "0"), ("use_absolute_path", "0"), ("ignore_chapters", "1")] {
      unsafe av_dict_set(&options, key, value, 0)
    }
    defer { unsafe av_dict_free(&options) }
    let status = unsafe avformat_open_input(&input.pointer.pointee.format, nil, nil, &options)
    guard status >= 0 else { throw OpeningFailure.explain(file, status: status) }
  }

  /// Limits of probing, and the whitelists.
  private static func harden(_ format: UnsafeMutablePointer<AVFormatContext>) {
    unsafe format.pointee.protocol_whitelist = av_strdup("")
    unsafe format.pointee.format_whitelist = av_strdup(Whitelist.formats.joined(separator: ","))
    unsafe format.pointee.codec_whitelist = av_strdup(Whitelist.decoders.joined(separator: ","))
    unsafe format.pointee.max_streams = 64
    unsafe format.pointee.probesize = 5 << 20
    unsafe format.pointee.format_probesize = 1 << 20
    unsafe format.pointee.max_analyze_duration = 5 * Int64(AV_TIME_BASE)
    unsafe format.pointee.max_probe_packets = 500
    unsafe format.pointee.max_ts_probe = 50
    unsafe format.pointee.fps_probe_size = 20
    unsafe format.pointee.max_index_size = 64 << 20
    unsafe format.pointee.skip_estimate_duration_from_pts = 1
  }

  /// Lets the streams of a container without a header appear, then goes back to its start.
  ///
  /// FFmpeg's probing would decode streams that appear on the way without any limit on pixels.
  private static func awaitStreams(_ format: UnsafeMutablePointer<AVFormatContext>, _ file: ClipFile) throws(VideoError)
  {
    guard unsafe format.pointee.ctx_flags & AVFMTCTX_NOHEADER != 0 else { return }
    let packet = try PacketHandle(name: file.name)
    for _ in 0..<500 {
      let hasVideo = unsafe (0..<Int(format.pointee.nb_streams)).contains {
        unsafe format.pointee.streams[$0]?.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO
      }
      if hasVideo { break }
      guard unsafe av_read_frame(format, packet.pointer) >= 0 else { break }
      unsafe av_packet_unref(packet.pointer)
    }
    guard unsafe av_seek_frame(format, -1, 0, AVSEEK_FLAG_BYTE) >= 0 else {
      throw OpeningFailure.explain(file, status: cffmpeg_error_invalid_data)
    }
  }

  /// Probes the streams; the decoders that FFmpeg opens for that get the limit on pixels too.
  private static func findStreams(
    _ format: UnsafeMutablePointer<AVFormatContext>, _ file: ClipFile
  ) throws(VideoError) {
    var options = unsafe [OpaquePointer?](repeating: nil, count: max(1, Int(format.pointee.nb_streams)))
    for index in unsafe options.indices {
      unsafe av_dict_set(&options[index], "max_pixels", String(file.limits.pixels), 0)
      unsafe av_dict_set(&options[index], "threads", "1", 0)
    }
    let status = unsafe options.withUnsafeMutableBufferPointer {
      unsafe avformat_find_stream_info(format, $0.baseAddress)
    }
    for index in unsafe options.indices { unsafe av_dict_free(&options[index]) }
    guard status >= 0 else { throw OpeningFailure.explain(file, status: status) }
  }

  /// Reads the stream's next packet; false at the end of what can be read.
  ///
  /// Data that makes no sense is stepped over a few times, as the demuxer finds its place again.
  func read(into packet: borrowing PacketHandle) throws(VideoError) -> Bool {
    guard let format = unsafe input.format else { return false }
    file.beginStep()
    var senseless = 0
    while true {
      unsafe av_packet_unref(packet.pointer)
      let status = unsafe av_read_frame(format, packet.pointer)
      if status >= 0 {
        // A limit reached while the packet was read leaves it short.
        if let limit = file.limitReached(seconds: file.limits.secondsWithoutProgress) { throw limit }
        if unsafe Int(packet.pointer.pointee.stream_index) == stream.index {
          return true
        }
        unsafe discardNewStreams(format)
        continue
      }
      if let limit = file.limitReached(seconds: file.limits.secondsWithoutProgress) { throw limit }
      if status == cffmpeg_error_from_errno(12) { throw .outOfMemory(path: file.name) }
      senseless += 1
      let mayGoOn = status == cffmpeg_error_invalid_data || status == cffmpeg_error_again
      guard mayGoOn, senseless <= 64 else { return false }
    }
  }

  /// Streams that appear late (MPEG-TS) are none of ours.
  private func discardNewStreams(_ format: UnsafeMutablePointer<AVFormatContext>) {
    for index in unsafe 0..<Int(format.pointee.nb_streams) where index != stream.index {
      unsafe format.pointee.streams[index]?.pointee.discard = AVDISCARD_ALL
    }
  }

  /// Asks for the key frame shown at `pts`; whether it came there shows the next packet.
  func seek(to pts: Int64) -> Bool {
    guard let format = unsafe input.format else { return false }
    file.beginStep()
    return unsafe avformat_seek_file(format, Int32(stream.index), .min, pts, pts, 0) >= 0
  }

  /// Until `endHollowReading`, packets have their times and places, but zeros for data.
  ///
  /// Only for containers whose index says where every packet is (MP4 without fragments): others are parsed on the way.
  func beginHollowReading() { unsafe cffmpeg_source_set_hollow(file.source.pointer, 1) }

  func endHollowReading() {
    unsafe cffmpeg_source_set_hollow(file.source.pointer, 0)
    unsafe cffmpeg_input_forget(input.pointer)
  }

  /// Access for what needs the stream itself: decoder parameters and the guess of pixel aspect.
  func withStream<Result>(
    _ body: (UnsafeMutablePointer<AVFormatContext>, UnsafeMutablePointer<AVStream>) -> Result
  ) -> Result? {
    guard let format = unsafe input.format, let stream = unsafe format.pointee.streams[stream.index] else {
      return nil
    }
    return unsafe body(format, stream)
  }
}
