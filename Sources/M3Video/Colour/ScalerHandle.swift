import CFFmpeg
import M3Core

/// Owns one of swscale's converters to RGB.
@safe struct ScalerHandle: ~Copyable {
  let pointer: OpaquePointer

  /// Nil when swscale cannot read the pixel format.
  init?(format: Int32, from: PixelSize, to: PixelSize, color: ColorRule, channels: Int) {
    let source = AVPixelFormat(format)
    guard sws_isSupportedInput(source) != 0 else { return nil }
    var flags = SWS_BICUBIC | SWS_ACCURATE_RND
    if from != to { flags |= SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP }
    guard
      let pointer = unsafe sws_getContext(
        Int32(from.width), Int32(from.height), source, Int32(to.width), Int32(to.height),
        channels == 4 ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24, flags, nil, nil, nil)
    else { return nil }
    let table = unsafe sws_getCoefficients(color.matrix)
    // Fails for sources that are RGB already, which need no matrix.
    unsafe _ = sws_setColorspaceDetails(pointer, table, color.isFullRange ? 1 : 0, table, 1, 0, 1 << 16, 1 << 16)
    unsafe self.pointer = pointer
  }

  deinit { unsafe sws_freeContext(pointer) }
}

/// Owns rows of pixels, padded since swscale writes past the end of a row.
@safe struct PixelRows: ~Copyable {
  let pointer: UnsafeMutablePointer<UInt8>
  /// Bytes from one row to the next.
  let stride: Int

  init?(_ size: PixelSize, channels: Int) {
    stride = (size.width * channels + 127) / 64 * 64
    guard let memory = unsafe av_malloc(stride * size.height + 128) else { return nil }
    unsafe pointer = memory.assumingMemoryBound(to: UInt8.self)
  }

  deinit { unsafe av_free(pointer) }
}
