public import M3Core

/// Makes the crops that a vision tower is fed of pictures, as a checkpoint wants them.
///
/// A frame of a stream is one crop (`crop(of:)`); a picture on its own, or a collage, is what the checkpoint's picture
/// path makes of it (`crops(of:)`). Crops are 8-bit RGB, not yet normalised. Source: haotian-liu/LLaVA,
/// llava/mm_utils.py (`expand2square`, `process_anyres_image`); CLIP's image processor in Hugging Face transformers.
public struct Preprocessor: Sendable {
  public let processing: ImageProcessing

  public init(_ processing: ImageProcessing) { self.processing = processing }

  /// The crops of one picture, in the order in which a model sees them.
  public struct Crops: Equatable, Sendable {
    /// Square pictures: the base crop first, then the tiles row by row, if there are any.
    public let pictures: [Picture]
    /// How the tiles lie; nil where the picture is one crop.
    public let geometry: AnyresGeometry?
  }

  /// One picture through the checkpoint's picture path: anyres, if it has one, or one crop.
  public func crops(of picture: Picture) -> Crops {
    guard let anyres = processing.anyres else { return Crops(pictures: [crop(of: picture)], geometry: nil) }
    let geometry = AnyresGeometry(
      image: picture.size, pinpoints: anyres.pinpoints, cropSide: processing.cropSide)
    let base = picture.resized(to: cropSize)
    return Crops(pictures: [base] + tiles(of: picture, geometry), geometry: geometry)
  }

  /// One picture as one crop, by the checkpoint's fit.
  public func crop(of picture: Picture) -> Picture {
    switch processing.fit {
    case .pad: padded(picture)
    case .crop: centerCropped(picture)
    case .squash: picture.resized(to: cropSize)
    }
  }

  private var cropSize: PixelSize { PixelSize(width: processing.cropSide, height: processing.cropSide) }

  /// Bars of the mean colour above and below, or left and right, then resized as one square.
  private func padded(_ picture: Picture) -> Picture {
    let side = max(picture.width, picture.height)
    let crop = processing.cropSide
    func span(_ length: Int) -> ResampleAxis.Span {
      let offset = (side - length) / 2
      return ResampleAxis.Span(line: side, picture: offset..<offset + length, resized: crop, window: 0..<crop)
    }
    if picture.size == cropSize { return picture }
    return PictureResampler(
      across: span(picture.width), down: span(picture.height), fill: processing.padColor, filter: .bicubic
    ).resize(picture)
  }

  /// The shorter side resized to the crop's, the longer one in proportion (cut to whole pixels), then the middle.
  private func centerCropped(_ picture: Picture) -> Picture {
    let shortest = min(picture.width, picture.height)
    let crop = processing.cropSide
    func span(_ length: Int) -> ResampleAxis.Span {
      let resized = crop * length / shortest
      let offset = (resized - crop) / 2
      return ResampleAxis.Span(line: length, picture: 0..<length, resized: resized, window: offset..<offset + crop)
    }
    if picture.size == cropSize { return picture }
    return PictureResampler(
      across: span(picture.width), down: span(picture.height), fill: .black, filter: .bicubic
    ).resize(picture)
  }

  /// The tiles of the picture resized onto its black canvas.
  private func tiles(of picture: Picture, _ geometry: AnyresGeometry) -> [Picture] {
    let resized = picture.resized(to: geometry.resized)
    let side = processing.cropSide
    let offset = geometry.offset
    return (0..<geometry.rows * geometry.columns).map { tile in
      let (row, column) = tile.quotientAndRemainder(dividingBy: geometry.columns)
      return resized.tile(side: side, left: column * side - offset.x, top: row * side - offset.y)
    }
  }
}

extension Picture {
  /// A square whose top left corner lies at a column and row of the picture; black where it leaves the picture.
  fileprivate func tile(side: Int, left: Int, top: Int) -> Picture {
    var pixels = [UInt8](repeating: 0, count: side * side * 3)
    let columns = (left..<left + side).clamped(to: 0..<width)
    let rows = (top..<top + side).clamped(to: 0..<height)
    for row in rows where !columns.isEmpty {
      let from = (row * width + columns.lowerBound) * 3
      let to = ((row - top) * side + columns.lowerBound - left) * 3
      pixels.replaceSubrange(to..<to + columns.count * 3, with: self.pixels[from..<from + columns.count * 3])
    }
    return Picture(width: side, height: side, pixels: pixels)
  }
}
