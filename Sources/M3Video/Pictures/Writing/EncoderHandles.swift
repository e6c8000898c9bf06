import CFFmpeg

/// Owns an encoder.
@safe struct EncoderContext: ~Copyable {
  let pointer: UnsafeMutablePointer<AVCodecContext>

  deinit {
    var pointer: UnsafeMutablePointer<AVCodecContext>? = unsafe pointer
    unsafe avcodec_free_context(&pointer)
  }
}

/// Owns a frame on its way into an encoder.
@safe struct EncoderFrame: ~Copyable {
  let pointer: UnsafeMutablePointer<AVFrame>

  deinit {
    var pointer: UnsafeMutablePointer<AVFrame>? = unsafe pointer
    unsafe av_frame_free(&pointer)
  }
}

/// Owns a packet on its way out of an encoder.
@safe struct EncoderPacket: ~Copyable {
  let pointer: UnsafeMutablePointer<AVPacket>

  /// What it holds.
  var bytes: [UInt8] {
    unsafe [UInt8](UnsafeBufferPointer(start: pointer.pointee.data, count: Int(pointer.pointee.size)))
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVPacket>? = unsafe pointer
    unsafe av_packet_free(&pointer)
  }
}
