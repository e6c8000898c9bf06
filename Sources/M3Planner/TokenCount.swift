public import M3Core

/// What a layout of frames costs in visual tokens and in crops, for one model and one frame size.
public struct TokenCount: Equatable, Sendable {
  let processing: ImageProcessing
  /// Of one frame, upright with square pixels.
  let frameSize: PixelSize

  public init(processing: ImageProcessing, frameSize: PixelSize) {
    self.processing = processing
    self.frameSize = frameSize
  }

  /// Visual tokens that the prompt holds for frames of these scales.
  ///
  /// - Precondition: at least one scale; in a grid all are equal.
  public func actual(_ scales: [VisualScale], layout: Layout) -> Int {
    switch layout {
    case .stream: return scales.reduce(0) { $0 + $1.tokens }
    case .grid:
      precondition(!scales.isEmpty, "a grid has a frame")
      guard let anyres = processing.anyres else { return scales[0].tokens }
      return geometry(frames: scales.count, anyres).tokens(at: scales[0], merge: anyres.merge)
    }
  }

  /// Crops times scale, as papers count.
  public func nominal(_ scales: [VisualScale], layout: Layout) -> Int {
    switch layout {
    case .stream: actual(scales, layout: .stream)
    case .grid: crops(frames: scales.count, layout: .grid) * scales[0].tokens
    }
  }

  /// Pictures that the vision tower encodes.
  public func crops(frames: Int, layout: Layout) -> Int {
    switch layout {
    case .stream: return frames
    case .grid:
      guard let anyres = processing.anyres else { return 1 }
      return geometry(frames: frames, anyres).cropCount
    }
  }

  private func geometry(frames: Int, _ anyres: Anyres) -> AnyresGeometry {
    let collage = CollageGeometry(frameCount: frames)
    return AnyresGeometry(
      image: collage.size(frame: frameSize), pinpoints: anyres.pinpoints, cropSide: processing.cropSide)
  }
}
