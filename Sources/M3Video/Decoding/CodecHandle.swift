import CFFmpeg

/// Owns a decoder's context.
@safe struct CodecHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<AVCodecContext>

  init(_ codec: UnsafePointer<AVCodec>, name: String) throws(VideoError) {
    guard let pointer = unsafe avcodec_alloc_context3(codec) else { throw .outOfMemory(path: name) }
    unsafe self.pointer = pointer
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVCodecContext>? = unsafe pointer
    unsafe avcodec_free_context(&pointer)
  }
}

/// Owns a decoded picture in the decoder's own pixel format.
@safe struct DecodedHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<AVFrame>

  init(name: String) throws(VideoError) {
    guard let pointer = unsafe av_frame_alloc() else { throw .outOfMemory(path: name) }
    unsafe self.pointer = pointer
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVFrame>? = unsafe pointer
    unsafe av_frame_free(&pointer)
  }
}
