import CFFmpeg

/// Owns an opened H.264 encoder.
@safe struct CodecHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<AVCodecContext>

  /// Finds and allocates the encoder; it is not open yet.
  init(named name: String, path: String) throws(WorldError) {
    guard let codec = unsafe avcodec_find_encoder_by_name(name) else { throw .missingEncoder(name: name) }
    guard let context = unsafe avcodec_alloc_context3(codec) else { throw .noMemory(path: path) }
    unsafe pointer = context
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVCodecContext>? = unsafe pointer
    unsafe avcodec_free_context(&pointer)
  }
}

/// Owns a frame.
@safe struct FrameHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<AVFrame>

  init(path: String) throws(WorldError) {
    guard let frame = unsafe av_frame_alloc() else { throw .noMemory(path: path) }
    unsafe pointer = frame
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVFrame>? = unsafe pointer
    unsafe av_frame_free(&pointer)
  }
}

/// Owns a packet.
@safe struct PacketHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<AVPacket>

  init(path: String) throws(WorldError) {
    guard let packet = unsafe av_packet_alloc() else { throw .noMemory(path: path) }
    unsafe pointer = packet
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVPacket>? = unsafe pointer
    unsafe av_packet_free(&pointer)
  }
}

/// Owns a container that is being written, and its open file.
@safe struct MuxerHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<AVFormatContext>

  /// Allocates an mp4 container for a path; the file is not open yet.
  init(path: String) throws(WorldError) {
    var context: UnsafeMutablePointer<AVFormatContext>?
    let code = unsafe avformat_alloc_output_context2(&context, nil, "mp4", "file:" + path)
    guard let context = unsafe context else { throw .failed("make a container", code, path) }
    unsafe pointer = context
  }

  deinit {
    unsafe avio_closep(&pointer.pointee.pb)
    unsafe avformat_free_context(pointer)
  }
}

extension WorldError {
  /// A failed step with FFmpeg's own words for its error number.
  static func failed(_ step: String, _ code: Int32, _ path: String) -> WorldError {
    var text = [CChar](repeating: 0, count: 128)
    _ = unsafe av_strerror(code, &text, text.count)
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return .clipNotWritten(path: path, step: step, code: code, reason: String(decoding: bytes, as: UTF8.self))
  }
}
