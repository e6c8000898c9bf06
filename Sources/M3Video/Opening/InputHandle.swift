import CFFmpeg

/// Owns a format context with its own input/output, and keeps the file that it reads from.
@safe struct InputHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<CFFmpegInput>
  private let file: ClipFile

  init(_ file: ClipFile) throws(VideoError) {
    guard let pointer = unsafe cffmpeg_input_alloc(file.source.pointer) else { throw .outOfMemory(path: file.name) }
    unsafe self.pointer = pointer
    self.file = file
  }

  /// Nil after a failed opening.
  var format: UnsafeMutablePointer<AVFormatContext>? { unsafe pointer.pointee.format }

  deinit { unsafe cffmpeg_input_free(pointer) }
}

/// Owns a packet.
@safe struct PacketHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<AVPacket>

  init(name: String) throws(VideoError) {
    guard let pointer = unsafe av_packet_alloc() else { throw .outOfMemory(path: name) }
    unsafe self.pointer = pointer
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVPacket>? = unsafe pointer
    unsafe av_packet_free(&pointer)
  }
}
