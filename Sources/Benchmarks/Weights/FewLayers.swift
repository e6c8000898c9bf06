import M3Core
import M3Planner

/// LLaMA-7B's shape with few layers.
///
/// It has so many rows of the vocabulary that the output layer has the share that it has in the whole model. Its vision
/// tower is small: only the language model is measured.
enum FewLayers {
  /// Of the whole model.
  static let whole = 32
  private static let vocabulary = 32000

  static func shape(_ layers: Int) -> ModelShape {
    ModelShape(
      vision: ModelShape.Vision(hidden: 64, layers: 1, heads: 4, mlp: 160, patchSide: 4, patches: 576),
      projector: [64, 4096, 4096],
      language: ModelShape.Language(
        hidden: 4096, layers: layers, heads: 32, keyValueHeads: 32, headWidth: 128, mlp: 11008,
        vocabulary: vocabulary * layers / whole, context: 4096))
  }

  /// CLIP-ViT-L/14-336 as LLaVA-1.5 uses it (23 layers) and its projector, before a language model of one small layer.
  static let wholeTower = ModelShape(
    vision: ModelPreset.llava15.shape.vision, projector: ModelPreset.llava15.shape.projector,
    language: ModelShape.Language(
      hidden: 4096, layers: 1, heads: 32, keyValueHeads: 32, headWidth: 128, mlp: 64, vocabulary: 1000, context: 64))
}
