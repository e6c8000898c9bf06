public import M3Core
import M3Tensor

/// What the model sees in crops: projected tokens at the finest scale kept, from which coarser ones follow.
///
/// [crop, token, width], Float32; the tokens of a crop are a square grid, row-major. Pooling comes after the projector
/// and before crops are merged (arXiv 2405.17430, section 3; mu-cai/matryoshka-mm, llava/model/llava_arch.py).
public struct CropFeatures: Equatable, Sendable {
  /// Tokens of each crop.
  public let scale: VisualScale
  /// Channels of a token.
  public let width: Int
  /// `cropCount * scale.tokens * width` values.
  public let values: [Float]

  /// - Precondition: `values` are whole crops.
  public init(scale: VisualScale, width: Int, values: [Float]) {
    precondition(width >= 1 && values.count % (scale.tokens * width) == 0, "whole crops of \(scale.tokens) expected")
    self.scale = scale
    self.width = width
    self.values = values
  }

  public var cropCount: Int { values.count / (scale.tokens * width) }

  /// Whether a scale follows from the one that is kept: its grid divides the kept one.
  ///
  /// Everything follows from 576; from 144 all but 64, 16 do.
  public func gives(_ wanted: VisualScale) -> Bool { scale.side % wanted.side == 0 }

  /// One crop's tokens at a scale.
  ///
  /// Averages of averages over nested windows are the averages over the large windows, and the two samplings nest too,
  /// so it does not matter which scale was kept in between.
  ///
  /// - Precondition: the crop is there and `gives(wanted)`.
  public func tokens(of crop: Int, at wanted: VisualScale, by reduction: Reduction) -> VisualTokens {
    precondition(crop >= 0 && crop < cropCount, "crop \(crop) of \(cropCount)")
    precondition(gives(wanted), "\(wanted.tokens) tokens do not follow from \(scale.tokens)")
    let start = crop * scale.tokens * width
    guard wanted != scale else {
      return VisualTokens(width: width, values: Array(values[start..<start + scale.tokens * width]))
    }
    let window = scale.side / wanted.side
    switch reduction {
    case .average:
      return VisualTokens(
        width: width,
        values: Compute.meanWindows(values, from: start, side: scale.side, window: window, width: width))
    case .spatial:
      var tokens = VisualTokens(width: width)
      for cell in 0..<wanted.tokens {
        let at = start + (cell / wanted.side * scale.side + cell % wanted.side) * window * width
        tokens.append(token: values[at..<at + width])
      }
      return tokens
    case .sequential:
      return VisualTokens(width: width, values: Array(values[start..<start + wanted.tokens * width]))
    }
  }

  /// All crops at a coarser scale, to be kept in less memory.
  public func reduced(to wanted: VisualScale, by reduction: Reduction) -> CropFeatures {
    guard wanted != scale else { return self }
    var reduced: [Float] = []
    reduced.reserveCapacity(cropCount * wanted.tokens * width)
    for crop in 0..<cropCount { reduced += tokens(of: crop, at: wanted, by: reduction).values }
    return CropFeatures(scale: wanted, width: width, values: reduced)
  }
}
