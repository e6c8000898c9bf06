public import M3Core

/// Shapes of well-known models, for costs without a checkpoint.
public enum ModelPreset: String, CaseIterable, Sendable {
  case llava15 = "llava-1.5-7b"
  case llavaNext = "llava-next-7b"

  /// CLIP-ViT-L/14-336 run to its 23rd layer, a projector of two layers, Vicuna-7B.
  public var shape: ModelShape {
    ModelShape(
      vision: .init(hidden: 1024, layers: 23, heads: 16, mlp: 4096, patchSide: 14, patches: 576),
      projector: [1024, 4096, 4096],
      language: .init(
        hidden: 4096, layers: 32, heads: 32, keyValueHeads: 32, headWidth: 128, mlp: 11008, vocabulary: 32000,
        context: 4096))
  }

  public var imageProcessing: ImageProcessing {
    let side = 336
    func canvas(_ columns: Int, _ rows: Int) -> PixelSize { PixelSize(width: columns * side, height: rows * side) }
    return ImageProcessing(
      cropSide: side, fit: self == .llava15 ? .pad : .squash,
      anyres: self == .llava15
        ? nil
        : Anyres(
          pinpoints: [canvas(1, 2), canvas(2, 1), canvas(2, 2), canvas(3, 1), canvas(1, 3)], merge: .spatialUnpad),
      mean: ImageProcessing.clipMean, standardDeviation: ImageProcessing.clipStandardDeviation)
  }
}
