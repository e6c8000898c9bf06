import CFFmpeg
import M3Core

/// Turns decoded pictures into upright RGB pictures with square pixels.
///
/// One converter is kept for pictures of one kind and replaced when size, format, matrix or range change. Full-size
/// conversion is exact to swscale's accurate rounding; only pixels that are not square are resized, bicubic.
final class PictureMaker {
  private struct Kind: Equatable {
    let coded: PixelSize
    let squared: PixelSize
    let format: Int32
    let color: ColorRule
  }

  private let file: ClipFile
  private var kind: Kind?
  /// The faster way, for pictures that it knows; else `scaler`.
  private var planar: PlanarConverter?
  private var scaler: ScalerHandle?
  /// For pictures that are placed after they were converted.
  private var pixels: PixelRows?
  /// How often a picture was of another size than the one before.
  private(set) var sizeChanges = 0

  init(file: ClipFile) { self.file = file }

  func picture(_ decoded: borrowing DecodedHandle, demuxer: Demuxer) throws(VideoError) -> Picture {
    let geometry = try PictureGeometry(decoded, demuxer: demuxer, file: file)
    let format = unsafe decoded.pointer.pointee.format
    let hasAlpha = Self.hasAlpha(format)
    try prepare(
      Kind(coded: geometry.coded, squared: geometry.squared, format: format, color: ColorRule(decoded)),
      channels: hasAlpha ? 4 : 3)
    let (size, turn) = (geometry.squared, geometry.orientation)
    if turn == .upright, planar != nil {
      var isDone = false
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size.width * size.height * 3) { buffer, initialized in
        guard let target = buffer.baseAddress else { return }
        isDone = unsafe convert(decoded, to: target, stride: size.width * 3)
        initialized = isDone ? buffer.count : 0
      }
      guard isDone else { throw unsupported(format) }
      return Picture(width: size.width, height: size.height, pixels: bytes)
    }
    if unsafe pixels?.pointer == nil { pixels = PixelRows(size, channels: hasAlpha ? 4 : 3) }
    guard let rows = unsafe pixels?.pointer, let stride = pixels?.stride else { throw .outOfMemory(path: file.name) }
    guard unsafe convert(decoded, to: rows, stride: stride) else { throw unsupported(format) }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size.width * size.height * 3) { buffer, initialized in
      unsafe cffmpeg_place_pixels(
        rows, stride, hasAlpha ? 4 : 3, Int32(size.width), Int32(size.height), turn.transposes ? 1 : 0,
        turn.flipsColumns ? 1 : 0, turn.flipsRows ? 1 : 0, buffer.baseAddress)
      initialized = buffer.count
    }
    return Picture(width: geometry.shown.width, height: geometry.shown.height, pixels: bytes)
  }

  /// - Returns: false when the picture cannot be read as what it says it is.
  private func convert(
    _ decoded: borrowing DecodedHandle, to target: UnsafeMutablePointer<UInt8>, stride: Int
  ) -> Bool {
    if planar != nil { return unsafe planar?.convert(decoded, to: target, stride: stride) ?? false }
    guard let scaling = unsafe scaler?.pointer else { return false }
    return unsafe cffmpeg_scale(scaling, decoded.pointer, target, Int32(stride)) >= 0
  }

  private func prepare(_ wanted: Kind, channels: Int) throws(VideoError) {
    guard wanted != kind else { return }
    if let kind, kind.coded != wanted.coded {
      sizeChanges += 1
      guard sizeChanges <= file.limits.sizeChanges else {
        throw .tooManySizes(path: file.name, limit: file.limits.sizeChanges)
      }
    }
    kind = nil
    planar = nil
    scaler = nil
    pixels = nil
    if wanted.coded == wanted.squared {
      planar = PlanarConverter(format: wanted.format, size: wanted.coded, color: wanted.color)
    }
    if planar == nil {
      guard
        let scaler = ScalerHandle(
          format: wanted.format, from: wanted.coded, to: wanted.squared, color: wanted.color, channels: channels)
      else { throw unsupported(wanted.format) }
      self.scaler = consume scaler
    }
    kind = wanted
  }

  private func unsupported(_ format: Int32) -> VideoError {
    let name = unsafe av_get_pix_fmt_name(AVPixelFormat(format)).map { unsafe String(cString: $0) }
    return .unsupportedPixels(path: file.name, format: name ?? "number \(format)")
  }

  private static func hasAlpha(_ format: Int32) -> Bool {
    guard let facts = unsafe av_pix_fmt_desc_get(AVPixelFormat(format)) else { return false }
    return unsafe facts.pointee.flags & UInt64(AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL) != 0
  }
}
