import CFFmpeg
import M3Core

/// Turns packets of one stream into pictures.
///
/// Not thread-safe. Before a packet is sent all pictures that are ready must be received, so that `mayDrop` speaks of
/// that packet.
final class Decoder {
  /// What came of asking for a picture.
  enum Output {
    case picture
    /// The decoder wants a packet, or has been drained.
    case nothing
  }

  /// The picture last received; valid until the next call of `receive`.
  let picture: DecodedHandle
  private let codec: CodecHandle
  private let file: ClipFile

  init(_ demuxer: Demuxer, file: ClipFile, threads: Int) throws(VideoError) {
    let facts = demuxer.stream
    guard let found = unsafe avcodec_find_decoder_by_name(facts.decoder) else {
      throw .unsupportedCodec(path: file.name, codec: facts.codec)
    }
    codec = unsafe try CodecHandle(found, name: file.name)
    picture = try DecodedHandle(name: file.name)
    self.file = file
    let context = unsafe codec.pointer
    let copied = unsafe demuxer.withStream { _, stream in
      unsafe context.pointee.pkt_timebase = stream.pointee.time_base
      return unsafe avcodec_parameters_to_context(context, stream.pointee.codecpar)
    }
    guard let copied, copied >= 0 else { throw .outOfMemory(path: file.name) }
    unsafe context.pointee.max_pixels = Int64(file.limits.pixels)
    unsafe context.pointee.thread_count = Int32(max(1, min(threads, file.limits.threads)))
    unsafe context.pointee.thread_type = FF_THREAD_FRAME
    unsafe context.pointee.err_recognition = AV_EF_CRCCHECK
    // Or draining loses pictures right after a key frame that is not an IDR.
    unsafe context.pointee.flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT
    unsafe context.pointee.codec_whitelist = av_strdup(Whitelist.decoders.joined(separator: ","))
    let status = unsafe avcodec_open2(context, found, nil)
    guard status >= 0 else { throw failure() }
  }

  /// Sends a packet; false if the decoder refuses it.
  ///
  /// - Parameters:
  ///   - packet: the next one in decode order.
  ///   - mayDrop: whether the decoder may drop it if no other picture needs it.
  func send(_ packet: borrowing PacketHandle, mayDrop: Bool) -> Bool {
    unsafe codec.pointer.pointee.skip_frame = mayDrop ? AVDISCARD_NONREF : AVDISCARD_DEFAULT
    return unsafe avcodec_send_packet(codec.pointer, packet.pointer) >= 0
  }

  /// Asks for all pictures that are still held back; after that only `flush` helps.
  func drain() { unsafe _ = avcodec_send_packet(codec.pointer, nil) }

  /// Forgets everything, to begin at a key frame.
  func flush() { unsafe avcodec_flush_buffers(codec.pointer) }

  /// Fetches the next picture in order of presentation into `picture`.
  ///
  /// - Throws: `VideoError.tooManyPixels` for a picture larger than the limit, `.outOfMemory`.
  func receive() throws(VideoError) -> Output {
    // A decoder may report damage several times before it gives a picture; it may not do so for ever.
    for _ in 0..<1024 {
      let status = unsafe avcodec_receive_frame(codec.pointer, picture.pointer)
      if status >= 0 {
        let width = unsafe Int(picture.pointer.pointee.width)
        let height = unsafe Int(picture.pointer.pointee.height)
        guard width >= 1, height >= 1 else { continue }
        guard width * height <= file.limits.pixels else {
          throw .tooManyPixels(
            path: file.name, size: PixelSize(width: width, height: height), limit: file.limits.pixels)
        }
        return .picture
      }
      if status == cffmpeg_error_again || status == cffmpeg_error_eof { return .nothing }
      if status == cffmpeg_error_from_errno(12) { throw failure() }
    }
    return .nothing
  }

  /// Why nothing comes out, as far as FFmpeg's log tells.
  func failure() -> VideoError {
    if let size = DecoderLog.refusedSize {
      return .tooManyPixels(path: file.name, size: size, limit: file.limits.pixels)
    }
    return .nothingDecodes(path: file.name, detail: DecoderLog.lastLine)
  }

  /// When the picture is shown, in ticks; nil if its packet did not say.
  var time: Int64? {
    let pts = unsafe picture.pointer.pointee.pts
    return pts == cffmpeg_no_pts ? nil : pts
  }

  /// The same, or FFmpeg's guess from decoding times.
  var estimatedTime: Int64? {
    let pts = unsafe picture.pointer.pointee.best_effort_timestamp
    return pts == cffmpeg_no_pts ? nil : pts
  }

  /// How long the picture is shown, in ticks; 0 if unknown.
  var duration: UInt32 { unsafe UInt32(clamping: picture.pointer.pointee.pkt_duration) }

  var isKey: Bool { unsafe picture.pointer.pointee.key_frame != 0 }

  /// The decoder concealed errors in the picture.
  var isConcealed: Bool { unsafe picture.pointer.pointee.decode_error_flags != 0 }

  /// The picture lacks what it is predicted from, as after starting in the middle.
  var isUnrecovered: Bool { unsafe picture.pointer.pointee.flags & (1 << 0) != 0 }
}
