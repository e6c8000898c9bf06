import CFFmpeg
import CM3Kernels
import M3Core

/// Turns the pixel formats that most clips have into RGB of the same size, to the bit as `ScalerHandle` does and
/// several times as fast.
struct PlanarConverter {
  private var picture: m3_planar_picture
  private var workspace: [UInt64]

  /// Nil when the format or the size is another one: those are swscale's.
  init?(format: Int32, size: PixelSize, color: ColorRule) {
    guard let bits = Self.bits(AVPixelFormat(format)), let matrix = unsafe sws_getCoefficients(color.matrix) else {
      return nil
    }
    picture = m3_planar_picture()
    picture.width = size.width
    picture.height = size.height
    picture.bits = bits
    picture.matrix = unsafe (matrix[0], matrix[1], matrix[2], matrix[3])
    picture.full_range = color.isFullRange
    guard unsafe m3_planar_is_known(&picture) else { return nil }
    workspace = unsafe Array(repeating: 0, count: (m3_planar_workspace(&picture) + 7) / 8)
  }

  private static func bits(_ format: AVPixelFormat) -> Int32? {
    switch format {
    case AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P: 8
    case AV_PIX_FMT_YUV420P10LE where UInt16(1).littleEndian == 1: 10
    default: nil
    }
  }

  /// - Parameter target: rows of RGB, `stride` bytes apart.
  /// - Returns: false, and nothing is done, when the picture lacks one of its planes.
  mutating func convert(
    _ decoded: borrowing DecodedHandle, to target: UnsafeMutablePointer<UInt8>, stride: Int
  ) -> Bool {
    let (data, strides) = unsafe (decoded.pointer.pointee.data, decoded.pointer.pointee.linesize)
    guard let y = unsafe data.0, let u = unsafe data.1, let v = unsafe data.2 else { return false }
    unsafe picture.planes = (UnsafeRawPointer(y), UnsafeRawPointer(u), UnsafeRawPointer(v))
    picture.strides = (Int(strides.0), Int(strides.1), Int(strides.2))
    unsafe workspace.withUnsafeMutableBytes { bytes in
      unsafe m3_planar_to_rgb(target, stride, &picture, bytes.baseAddress)
    }
    return true
  }
}
