import CFFmpeg
import M3Core
import M3Video

/// Pictures of encoded files, read by libavcodec without any code of ours between.
enum DecodedPicture {
  struct Failure: Error { let step: String }

  static func decode(_ bytes: [UInt8], as format: PictureFormat) throws -> Picture {
    let codec = unsafe avcodec_find_decoder(format == .png ? AV_CODEC_ID_PNG : AV_CODEC_ID_MJPEG)
    var context = unsafe avcodec_alloc_context3(codec)
    defer { unsafe avcodec_free_context(&context) }
    guard unsafe avcodec_open2(context, codec, nil) == 0 else { throw Failure(step: "open") }
    var packet = unsafe av_packet_alloc()
    defer { unsafe av_packet_free(&packet) }
    guard unsafe av_new_packet(packet, Int32(bytes.count)) == 0, let data = unsafe packet?.pointee.data else {
      throw Failure(step: "packet")
    }
    unsafe data.update(from: bytes, count: bytes.count)
    var frame = unsafe av_frame_alloc()
    defer { unsafe av_frame_free(&frame) }
    guard unsafe avcodec_send_packet(context, packet) == 0, unsafe avcodec_receive_frame(context, frame) == 0,
      let decoded = unsafe frame
    else { throw Failure(step: "decode") }
    return try unsafe rgb(decoded)
  }

  private static func rgb(_ frame: UnsafeMutablePointer<AVFrame>) throws -> Picture {
    let (width, height) = unsafe (frame.pointee.width, frame.pointee.height)
    let format = unsafe AVPixelFormat(frame.pointee.format)
    guard
      let scaler = unsafe sws_getContext(
        width, height, format, width, height, AV_PIX_FMT_RGB24, SWS_BICUBIC | SWS_ACCURATE_RND, nil, nil, nil)
    else { throw Failure(step: "convert") }
    defer { unsafe sws_freeContext(scaler) }
    let planes = unsafe [frame.pointee.data.0, frame.pointee.data.1, frame.pointee.data.2, frame.pointee.data.3]
    let strides = unsafe [frame.pointee.linesize.0, frame.pointee.linesize.1, frame.pointee.linesize.2, 0]
    // swscale writes whole vectors, so the last row gets room to spare.
    let count = Int(width * height) * 3
    let pixels = unsafe [UInt8](unsafeUninitializedCapacity: count + 64) { target, filled in
      var to = unsafe [target.baseAddress, nil, nil, nil]
      let sources = unsafe planes.map { unsafe UnsafePointer($0) }
      unsafe sws_scale(scaler, sources, strides, 0, height, &to, [width * 3, 0, 0, 0])
      filled = count
    }
    return Picture(width: Int(width), height: Int(height), pixels: pixels)
  }
}
