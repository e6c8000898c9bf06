import CFFmpeg
import M3Core

/// How a decoded picture becomes upright with square pixels: first its width (or height) is scaled, then it is turned.
struct PictureGeometry: Equatable {
  let coded: PixelSize
  /// After scaling to square pixels, before turning.
  let squared: PixelSize
  let orientation: Orientation
  let notes: [ClipNote]

  /// Upright and with square pixels.
  var shown: PixelSize {
    orientation.transposes ? PixelSize(width: squared.height, height: squared.width) : squared
  }

  /// The frame's own display matrix wins over the stream's.
  init(_ picture: borrowing DecodedHandle, demuxer: Demuxer, file: ClipFile) throws(VideoError) {
    coded = unsafe PixelSize(
      width: Int(picture.pointer.pointee.width), height: Int(picture.pointer.pointee.height))
    var notes: [ClipNote] = []
    let pointer = unsafe picture.pointer
    let aspect = unsafe demuxer.withStream { format, stream in
      unsafe Rational(positive: av_guess_sample_aspect_ratio(format, stream, pointer))
    }
    squared = Self.square(coded, aspect: aspect ?? nil, notes: &notes)
    guard squared.width * squared.height <= file.limits.pixels else {
      throw .tooManyPixels(path: file.name, size: squared, limit: file.limits.pixels)
    }
    var matrix = [Int32](repeating: 0, count: 9)
    var isTurned = unsafe cffmpeg_frame_display_matrix(picture.pointer, &matrix) != 0
    if !isTurned {
      isTurned =
        unsafe demuxer.withStream { _, stream in unsafe cffmpeg_stream_display_matrix(stream, &matrix) != 0 } ?? false
    }
    if !isTurned {
      orientation = .upright
    } else if let orientation = Orientation(displayMatrix: matrix) {
      self.orientation = orientation
    } else {
      orientation = .upright
      let degrees = unsafe av_display_rotation_get(matrix)
      if degrees.isFinite { notes.append(.oddRotation(degrees: degrees)) }
    }
    self.notes = notes
  }

  /// Scales the width by the pixel aspect.
  ///
  /// Aspects below 1/16 or above 16 are ignored, and no side becomes 0.
  static func square(_ size: PixelSize, aspect: Rational?, notes: inout [ClipNote]) -> PixelSize {
    guard let aspect, aspect.numerator != aspect.denominator else { return size }
    guard aspect.numerator <= 16 * aspect.denominator, aspect.denominator <= 16 * aspect.numerator else {
      notes.append(.oddPixelAspect(aspect))
      return size
    }
    let width = (2 * size.width * aspect.numerator + aspect.denominator) / (2 * aspect.denominator)
    return PixelSize(width: max(1, width), height: size.height)
  }
}
