import CFFmpeg
import M3Core

/// One of libavcodec's encoders of single pictures, set up for one size.
struct PictureEncoder: ~Copyable {
  private let size: PixelSize
  private let format: PictureFormat
  private let context: EncoderContext

  init(size: PixelSize, format: PictureFormat) throws(PictureError) {
    func failed(_ step: String, _ code: Int32) -> PictureError {
      .notEncoded(format: format, width: size.width, height: size.height, step: step, code: code)
    }
    let codec = unsafe avcodec_find_encoder(format.codec)
    guard let codec = unsafe codec, let context = unsafe avcodec_alloc_context3(codec) else {
      throw failed("finding the encoder", 0)
    }
    let owner = unsafe EncoderContext(pointer: context)
    guard let width = Int32(exactly: size.width), let height = Int32(exactly: size.height) else {
      throw failed("setting the size", 0)
    }
    unsafe context.pointee.width = width
    unsafe context.pointee.height = height
    unsafe context.pointee.time_base = AVRational(num: 1, den: 1)
    unsafe context.pointee.pix_fmt = format.pixels
    unsafe context.pointee.color_range = AVCOL_RANGE_JPEG
    unsafe context.pointee.thread_count = 1
    switch format {
    case .png: unsafe av_opt_set(context.pointee.priv_data, "pred", "paeth", 0)
    case .jpeg(let quality):
      unsafe context.pointee.flags |= AV_CODEC_FLAG_QSCALE
      unsafe context.pointee.global_quality = Self.quantizer(quality) * FF_QP2LAMBDA
    }
    let code = unsafe avcodec_open2(context, codec, nil)
    guard code >= 0 else { throw failed("opening the encoder", code) }
    self.size = size
    self.format = format
    self.context = owner
  }

  /// From 1...100 to FFmpeg's scale of 31 (worst) to 2 (best).
  private static func quantizer(_ quality: Int) -> Int32 {
    let clamped = Int32(max(1, min(100, quality)))
    return 31 - (clamped - 1) * 29 / 99
  }

  /// The bytes of the file.
  func encode(_ picture: Picture) throws(PictureError) -> [UInt8] {
    let frame = try self.frame(of: picture)
    guard let packet = unsafe av_packet_alloc() else { throw failed("making a packet", 0) }
    let owner = unsafe EncoderPacket(pointer: packet)
    let sent = unsafe avcodec_send_frame(context.pointer, frame.pointer)
    guard sent >= 0 else { throw failed("encoding", sent) }
    let received = unsafe avcodec_receive_packet(context.pointer, owner.pointer)
    guard received >= 0 else { throw failed("encoding", received) }
    return owner.bytes
  }

  /// The picture as a frame in the encoder's own pixel format.
  private func frame(of picture: Picture) throws(PictureError) -> EncoderFrame {
    guard let pointer = unsafe av_frame_alloc() else { throw failed("making a frame", 0) }
    let frame = unsafe EncoderFrame(pointer: pointer)
    unsafe pointer.pointee.width = Int32(size.width)
    unsafe pointer.pointee.height = Int32(size.height)
    unsafe pointer.pointee.format = format.pixels.rawValue
    unsafe pointer.pointee.color_range = AVCOL_RANGE_JPEG
    unsafe pointer.pointee.quality = context.pointer.pointee.global_quality
    let code = unsafe av_frame_get_buffer(pointer, 0)
    guard code >= 0 else { throw failed("making a frame", code) }
    switch format {
    case .png: copy(picture, into: frame)
    case .jpeg: try convert(picture, into: frame)
    }
    return frame
  }

  private func copy(_ picture: Picture, into frame: borrowing EncoderFrame) {
    unsafe picture.pixels.withUnsafeBufferPointer { pixels in
      unsafe av_image_copy_plane(
        frame.pointer.pointee.data.0, frame.pointer.pointee.linesize.0, pixels.baseAddress, Int32(size.width * 3),
        Int32(size.width * 3), Int32(size.height))
    }
  }

  /// RGB to full-range BT.601 in 16-bit fixed point (JFIF 1.02), the three planes whole.
  ///
  /// Not by swscale, which reads past the end of rows of odd width.
  private func convert(_ picture: Picture, into frame: borrowing EncoderFrame) throws(PictureError) {
    let data = unsafe frame.pointer.pointee.data
    let strides = unsafe frame.pointer.pointee.linesize
    guard let luma = unsafe data.0, let blue = unsafe data.1, let red = unsafe data.2 else {
      throw failed("making a frame", 0)
    }
    let pixels = picture.pixels
    for row in 0..<size.height {
      for column in 0..<size.width {
        let start = (row * size.width + column) * 3
        let (r, g, b) = (Int(pixels[start]), Int(pixels[start + 1]), Int(pixels[start + 2]))
        unsafe luma[row * Int(strides.0) + column] = UInt8((19595 * r + 38470 * g + 7471 * b + 32768) >> 16)
        let (cb, cr) = (-11059 * r - 21709 * g + 32768 * b, 32768 * r - 27439 * g - 5329 * b)
        unsafe blue[row * Int(strides.1) + column] = UInt8(min(255, 128 + (cb + 32768) >> 16))
        unsafe red[row * Int(strides.2) + column] = UInt8(min(255, 128 + (cr + 32768) >> 16))
      }
    }
  }

  private func failed(_ step: String, _ code: Int32) -> PictureError {
    .notEncoded(format: format, width: size.width, height: size.height, step: step, code: code)
  }
}

extension PictureFormat {
  fileprivate var codec: AVCodecID {
    switch self {
    case .png: AV_CODEC_ID_PNG
    case .jpeg: AV_CODEC_ID_MJPEG
    }
  }

  fileprivate var pixels: AVPixelFormat {
    switch self {
    case .png: AV_PIX_FMT_RGB24
    case .jpeg: AV_PIX_FMT_YUV444P
    }
  }
}
