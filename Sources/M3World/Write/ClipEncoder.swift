import CFFmpeg
package import M3Core

/// Writes one H.264 mp4 file: libx264 on one thread, yuv420p, BT.601, nothing in it that depends on the clock.
package struct ClipEncoder: ~Copyable {
  private let path: String
  private let settings: EncoderSettings
  private let codec: CodecHandle
  private let muxer: MuxerHandle
  private let frame: FrameHandle
  private let packet: PacketHandle
  private var count: Int64 = 0

  /// Makes the encoder's chatter less urgent than anyone listens to: what fails is thrown.
  private static let silence: Int32 = 64

  /// Opens the file, replacing what was there.
  package static func open(path: String, rate: Rational, settings: EncoderSettings) throws(WorldError) -> ClipEncoder {
    let encoder = ClipEncoder(
      path: path, settings: settings, codec: try CodecHandle(named: "libx264", path: path),
      muxer: try MuxerHandle(path: path), frame: try FrameHandle(path: path), packet: try PacketHandle(path: path))
    try encoder.openCodec(rate)
    try encoder.openFile()
    try encoder.prepareFrame()
    return encoder
  }

  private init(
    path: String, settings: EncoderSettings, codec: consuming CodecHandle, muxer: consuming MuxerHandle,
    frame: consuming FrameHandle, packet: consuming PacketHandle
  ) {
    self.path = path
    self.settings = settings
    self.codec = codec
    self.muxer = muxer
    self.frame = frame
    self.packet = packet
  }

  private func openCodec(_ rate: Rational) throws(WorldError) {
    let side = Int32(settings.side)
    unsafe codec.pointer.pointee.width = side
    unsafe codec.pointer.pointee.height = side
    unsafe codec.pointer.pointee.pix_fmt = AV_PIX_FMT_YUV420P
    unsafe codec.pointer.pointee.time_base = AVRational(num: Int32(rate.denominator), den: Int32(rate.numerator))
    unsafe codec.pointer.pointee.framerate = AVRational(num: Int32(rate.numerator), den: Int32(rate.denominator))
    unsafe codec.pointer.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
    unsafe codec.pointer.pointee.gop_size = Int32(settings.keyFrameInterval)
    unsafe codec.pointer.pointee.max_b_frames = 2
    unsafe codec.pointer.pointee.thread_count = 1
    unsafe codec.pointer.pointee.log_level_offset = Self.silence
    unsafe codec.pointer.pointee.color_range = AVCOL_RANGE_MPEG
    unsafe codec.pointer.pointee.colorspace = AVCOL_SPC_SMPTE170M
    unsafe codec.pointer.pointee.color_primaries = AVCOL_PRI_SMPTE170M
    unsafe codec.pointer.pointee.color_trc = AVCOL_TRC_SMPTE170M
    unsafe codec.pointer.pointee.chroma_sample_location = AVCHROMA_LOC_CENTER
    unsafe codec.pointer.pointee.flags |= Int32(AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT)
    var options: OpaquePointer?
    defer { unsafe av_dict_free(&options) }
    unsafe av_dict_set(&options, "preset", settings.preset, 0)
    unsafe av_dict_set(&options, "crf", String(settings.quality), 0)
    try check("open libx264", unsafe avcodec_open2(codec.pointer, nil, &options))
  }

  private func openFile() throws(WorldError) {
    guard let stream = unsafe avformat_new_stream(muxer.pointer, nil) else { throw .noMemory(path: path) }
    unsafe stream.pointee.time_base = codec.pointer.pointee.time_base
    unsafe stream.pointee.avg_frame_rate = codec.pointer.pointee.framerate
    try check("describe the stream", unsafe avcodec_parameters_from_context(stream.pointee.codecpar, codec.pointer))
    unsafe muxer.pointer.pointee.flags |= AVFMT_FLAG_BITEXACT
    try check("open the file", unsafe avio_open(&muxer.pointer.pointee.pb, "file:" + path, AVIO_FLAG_WRITE))
    try check("write the header", unsafe avformat_write_header(muxer.pointer, nil))
  }

  private func prepareFrame() throws(WorldError) {
    unsafe frame.pointer.pointee.width = Int32(settings.side)
    unsafe frame.pointer.pointee.height = Int32(settings.side)
    unsafe frame.pointer.pointee.format = AV_PIX_FMT_YUV420P.rawValue
    unsafe frame.pointer.pointee.color_range = AVCOL_RANGE_MPEG
    unsafe frame.pointer.pointee.colorspace = AVCOL_SPC_SMPTE170M
    try check("get a frame", unsafe av_frame_get_buffer(frame.pointer, 0))
  }

  /// Appends a picture.
  ///
  /// - Precondition: it has the settings' side.
  package mutating func append(_ picture: Picture) throws(WorldError) {
    precondition(picture.width == settings.side && picture.height == settings.side, "a clip has one size")
    try check("reuse a frame", unsafe av_frame_make_writable(frame.pointer))
    let planes = Chroma420(picture)
    let data = unsafe frame.pointer.pointee.data
    let strides = unsafe frame.pointer.pointee.linesize
    unsafe copy(planes.luma, side: settings.side, to: data.0, strides.0)
    unsafe copy(planes.blue, side: settings.side / 2, to: data.1, strides.1)
    unsafe copy(planes.red, side: settings.side / 2, to: data.2, strides.2)
    unsafe frame.pointer.pointee.pts = count
    count += 1
    try check("encode a frame", unsafe avcodec_send_frame(codec.pointer, frame.pointer))
    try drain()
  }

  private func copy(_ plane: [UInt8], side: Int, to target: UnsafeMutablePointer<UInt8>?, _ stride: Int32) {
    guard let target = unsafe target else { return }
    for row in 0..<side {
      for column in 0..<side { unsafe target[row * Int(stride) + column] = plane[row * side + column] }
    }
  }

  /// Writes what is left and closes the file.
  package consuming func finish() throws(WorldError) {
    try check("encode the last frames", unsafe avcodec_send_frame(codec.pointer, nil))
    try drain()
    try check("finish the file", unsafe av_write_trailer(muxer.pointer))
    try check("close the file", unsafe avio_closep(&muxer.pointer.pointee.pb))
  }

  private func drain() throws(WorldError) {
    while true {
      let code = unsafe avcodec_receive_packet(codec.pointer, packet.pointer)
      if code == cffmpeg_error_again || code == cffmpeg_error_eof { return }
      try check("encode a frame", code)
      guard let stream = unsafe muxer.pointer.pointee.streams[0] else { return }
      unsafe packet.pointer.pointee.stream_index = 0
      unsafe packet.pointer.pointee.duration = 1
      unsafe av_packet_rescale_ts(packet.pointer, codec.pointer.pointee.time_base, stream.pointee.time_base)
      try check("write a packet", unsafe av_interleaved_write_frame(muxer.pointer, packet.pointer))
    }
  }

  private func check(_ step: String, _ code: Int32) throws(WorldError) {
    guard code < 0 else { return }
    throw .failed(step, code, path)
  }
}
