/// Where a picture lies on its anyres canvas, and which tokens of the tiles are picture and not padding.
///
/// Pure arithmetic on sizes, shared by preprocessing, token counting and the merge of crops
/// (haotian-liu/LLaVA, llava/mm_utils.py `select_best_resolution`, `resize_and_pad_image`;
/// llava/model/llava_arch.py `unpad_image`; mu-cai/matryoshka-mm pools before the merge).
public struct AnyresGeometry: Equatable, Sendable {
  /// The picture, in pixels.
  public let image: PixelSize
  /// The canvas chosen for it, in pixels.
  public let canvas: PixelSize
  /// Tiles across and down.
  public let columns: Int
  public let rows: Int

  /// Chooses the canvas: most picture kept, then least canvas wasted, then the first in the list.
  ///
  /// - Precondition: `pinpoints` is not empty and every side is a multiple of `cropSide`.
  public init(image: PixelSize, pinpoints: [PixelSize], cropSide: Int) {
    precondition(!pinpoints.isEmpty, "anyres needs at least one canvas")
    var best = pinpoints[0]
    var bestEffective = -1
    var bestWasted = Int.max
    for canvas in pinpoints {
      let scale = min(Double(canvas.width) / Double(image.width), Double(canvas.height) / Double(image.height))
      let fitted = Int(Double(image.width) * scale) * Int(Double(image.height) * scale)
      let effective = min(fitted, image.width * image.height)
      let wasted = canvas.width * canvas.height - effective
      if effective > bestEffective || (effective == bestEffective && wasted < bestWasted) {
        (best, bestEffective, bestWasted) = (canvas, effective, wasted)
      }
    }
    self.image = image
    canvas = best
    columns = best.width / cropSide
    rows = best.height / cropSide
  }

  /// Crops in all: the base crop and the tiles.
  public var cropCount: Int { 1 + columns * rows }

  /// The picture's size on the canvas; it touches the canvas on two sides at least.
  public var resized: PixelSize {
    let horizontal = Double(canvas.width) / Double(image.width)
    let vertical = Double(canvas.height) / Double(image.height)
    if horizontal < vertical {
      let height = min(Int((Double(image.height) * horizontal).rounded(.up)), canvas.height)
      return PixelSize(width: canvas.width, height: max(1, height))
    }
    let width = min(Int((Double(image.width) * vertical).rounded(.up)), canvas.width)
    return PixelSize(width: max(1, width), height: canvas.height)
  }

  /// Left and top of the picture on the canvas, in pixels.
  public var offset: (x: Int, y: Int) {
    ((canvas.width - resized.width) / 2, (canvas.height - resized.height) / 2)
  }

  /// The part of the tiles' token grid that unpadding keeps; either range may be empty for very long pictures.
  public func keptGrid(at scale: VisualScale) -> (rows: Range<Int>, columns: Range<Int>) {
    let gridWidth = columns * scale.side
    let gridHeight = rows * scale.side
    let imageAspect = Double(image.width) / Double(image.height)
    if imageAspect > Double(gridWidth) / Double(gridHeight) {
      let kept = Int(Double(image.height) * (Double(gridWidth) / Double(image.width)))
      let padding = (gridHeight - kept) / 2
      return (padding..<max(padding, gridHeight - padding), 0..<gridWidth)
    }
    let kept = Int(Double(image.width) * (Double(gridHeight) / Double(image.height)))
    let padding = (gridWidth - kept) / 2
    return (0..<gridHeight, padding..<max(padding, gridWidth - padding))
  }

  /// Visual tokens of the picture at a scale, newlines included: what the prompt really holds.
  public func tokens(at scale: VisualScale, merge: PatchMerge) -> Int {
    switch merge {
    case .flat, .spatial: return nominalTokens(at: scale)
    case .spatialUnpad:
      let kept = keptGrid(at: scale)
      return scale.tokens + kept.rows.count * (kept.columns.count + 1)
    }
  }

  /// Crops times scale, as papers count.
  public func nominalTokens(at scale: VisualScale) -> Int { cropCount * scale.tokens }
}
