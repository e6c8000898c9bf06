import CM3Kernels
public import M3Core

/// Resizes pictures of one size to another, byte for byte as Pillow does (bicubic, 8 bits a channel).
///
/// The weights are computed once, for any number of pictures. The horizontal pass comes first and its results are
/// rounded to 8 bits, as in every Pillow up to 12; Pillow 13 takes the vertical pass first for pictures whose height
/// shrinks more than their width. Source: python-pillow/Pillow, src/libImaging/Resample.c.
public struct PictureResampler: Sendable {
  /// The pictures that can be resized.
  public let source: PixelSize
  /// What they become.
  public let target: PixelSize
  private let across: ResampleAxis
  private let down: ResampleAxis
  private let fill: RGB

  /// - Precondition: all four sides are at least 1.
  public init(from source: PixelSize, to target: PixelSize, filter: ResampleFilter = .bicubic) {
    self.init(
      across: ResampleAxis.Span(from: source.width, to: target.width),
      down: ResampleAxis.Span(from: source.height, to: target.height), fill: .black, filter: filter)
  }

  /// A part of a picture with bars: it lies where the spans say, on a canvas of the fill colour.
  init(across: ResampleAxis.Span, down: ResampleAxis.Span, fill: RGB, filter: ResampleFilter) {
    precondition(across.line >= 1 && down.line >= 1, "a picture has at least one pixel")
    precondition(!across.window.isEmpty && !down.window.isEmpty, "a picture has at least one pixel")
    source = PixelSize(width: across.picture.count, height: down.picture.count)
    target = PixelSize(width: across.window.count, height: down.window.count)
    self.across = ResampleAxis(across, filter: filter)
    self.down = ResampleAxis(down, filter: filter)
    self.fill = fill
  }

  /// The resized picture.
  ///
  /// - Precondition: the picture has the size that the resampler was made for.
  public func resize(_ picture: Picture) -> Picture { run(picture, kernel: .dispatched) }

  /// Which code makes the pixels: the fast one, or the one that it is tested against.
  enum Kernel { case dispatched, scalar }

  func run(_ picture: Picture, kernel: Kernel) -> Picture {
    precondition(picture.size == source, "a resampler is made for one size of pictures")
    let pixels = unsafe across.withKernelAxis { across in
      unsafe down.withKernelAxis { down in
        unsafe [UInt8](unsafeUninitializedCapacity: target.width * target.height * 3) { target, count in
          unsafe pass(picture, across, down, kernel, target)
          count = target.count
        }
      }
    }
    return Picture(width: target.width, height: target.height, pixels: pixels)
  }

  /// Bytes of scratch memory for one picture.
  static func workspace(across: ResampleAxis, down: ResampleAxis) -> Int {
    unsafe across.withKernelAxis { across in unsafe down.withKernelAxis { unsafe m3_resample_workspace(across, $0) } }
  }

  private func pass(
    _ picture: Picture, _ across: UnsafePointer<m3_resample_axis>, _ down: UnsafePointer<m3_resample_axis>,
    _ kernel: Kernel, _ target: UnsafeMutableBufferPointer<UInt8>
  ) {
    let fill = [fill.red, fill.green, fill.blue]
    let width = Int32(picture.width)
    switch kernel {
    case .dispatched:
      var workspace = unsafe [UInt8](repeating: 0, count: m3_resample_workspace(across, down))
      unsafe m3_resample_rgb8(picture.pixels, width, across, down, fill, target.baseAddress, &workspace)
    case .scalar:
      unsafe m3_resample_rgb8_scalar(picture.pixels, width, across, down, fill, target.baseAddress)
    }
  }
}

extension Picture {
  /// The picture at another size.
  ///
  /// - Precondition: both sides of `size` are at least 1.
  public func resized(to size: PixelSize, filter: ResampleFilter = .bicubic) -> Picture {
    size == self.size ? self : PictureResampler(from: self.size, to: size, filter: filter).resize(self)
  }
}
