/// How a checkpoint wants its pictures: the side of a crop, how a picture is fitted to it, and what normalises it.
public struct ImageProcessing: Equatable, Sendable {
  /// Side of a crop in pixels (336 for CLIP-ViT-L/14-336).
  public var cropSide: Int
  /// How one picture becomes one crop.
  public var fit: CropFit
  /// LLaVA-NeXT's way to see one picture as several crops; nil for models that see one crop.
  public var anyres: Anyres?
  /// Subtracted from each channel after scaling to 0...1: red, green, blue.
  public var mean: [Float]
  /// Divides each channel after that.
  public var standardDeviation: [Float]

  public init(cropSide: Int, fit: CropFit, anyres: Anyres?, mean: [Float], standardDeviation: [Float]) {
    self.cropSide = cropSide
    self.fit = fit
    self.anyres = anyres
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// CLIP's channel means (openai/clip-vit-large-patch14-336).
  public static let clipMean: [Float] = [0.48145466, 0.4578275, 0.40821073]
  /// CLIP's channel standard deviations.
  public static let clipStandardDeviation: [Float] = [0.26862954, 0.26130258, 0.27577711]

  /// The colour that `pad` fills with: the mean, cut to whole levels, as LLaVA-1.5 does.
  public var padColor: RGB {
    let level = mean.map { UInt8(max(0, min(255, $0 * 255))) }
    return RGB(red: level[0], green: level[1], blue: level[2])
  }
}

/// How one picture becomes one square crop.
public enum CropFit: String, Codable, CaseIterable, Sendable {
  /// Bars in the mean colour make it square, then it is resized (LLaVA-1.5).
  case pad
  /// The shorter side is resized to the crop's, then the middle is cut out (CLIP).
  case crop
  /// Resized to a square, aspect not kept (the base crop of LLaVA-NeXT).
  case squash
}

/// LLaVA-NeXT's picture path: a canvas of tiles chosen by the picture's shape, and a base crop of the whole.
public struct Anyres: Equatable, Sendable {
  /// Canvases to choose from, in pixels, in the order that decides ties.
  public var pinpoints: [PixelSize]
  public var merge: PatchMerge

  public init(pinpoints: [PixelSize], merge: PatchMerge) {
    self.pinpoints = pinpoints
    self.merge = merge
  }
}

/// How the tokens of several crops become one sequence (`mm_patch_merge_type`).
public enum PatchMerge: String, Codable, CaseIterable, Sendable {
  /// Crop after crop.
  case flat
  /// The base crop, then the tiles as one row-major grid.
  case spatial
  /// As `spatial`, without the rows or columns that are only padding, and a newline vector after each row.
  case spatialUnpad = "spatial_unpad"
}
