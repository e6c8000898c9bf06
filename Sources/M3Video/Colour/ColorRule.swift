import CFFmpeg

/// Matrix and range of a picture, from the picture itself.
///
/// Unspecified means BT.601 limited whatever the size: that is what the ffmpeg tool does, and so what models have seen.
struct ColorRule: Equatable, Hashable {
  /// One of swscale's SWS_CS_ tables.
  let matrix: Int32
  let isFullRange: Bool
  /// The matrix's name, where swscale has none for it.
  let approximated: String?

  init(_ picture: borrowing DecodedHandle) {
    let space = unsafe picture.pointer.pointee.colorspace
    let format = unsafe AVPixelFormat(picture.pointer.pointee.format)
    (matrix, approximated) = Self.matrix(space)
    let range = unsafe picture.pointer.pointee.color_range
    isFullRange = range == AVCOL_RANGE_JPEG || Self.isAlwaysFull(format, range)
  }

  private static func matrix(_ space: AVColorSpace) -> (Int32, String?) {
    switch space {
    case AVCOL_SPC_RGB, AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_RESERVED, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M:
      (SWS_CS_ITU601, nil)
    case AVCOL_SPC_BT709: (SWS_CS_ITU709, nil)
    case AVCOL_SPC_FCC: (SWS_CS_FCC, nil)
    case AVCOL_SPC_SMPTE240M: (SWS_CS_SMPTE240M, nil)
    case AVCOL_SPC_BT2020_NCL: (SWS_CS_BT2020, nil)
    case AVCOL_SPC_BT2020_CL: (SWS_CS_BT2020, "BT.2020 with constant luminance")
    default:
      (SWS_CS_ITU601, unsafe av_color_space_name(space).map { unsafe String(cString: $0) } ?? "an unknown matrix")
    }
  }

  /// Formats that mean full range by their name, and grey whose range nobody gave.
  private static func isAlwaysFull(_ format: AVPixelFormat, _ range: AVColorRange) -> Bool {
    switch format {
    case AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ411P: true
    case AV_PIX_FMT_GRAY8, AV_PIX_FMT_YA8, AV_PIX_FMT_GRAY16LE, AV_PIX_FMT_GRAY16BE, AV_PIX_FMT_YA16BE,
      AV_PIX_FMT_YA16LE:
      range == AVCOL_RANGE_UNSPECIFIED
    default: false
    }
  }
}
