import M3Core
import M3Planner

/// The two sizes of model that are measured: one of LLaVA's, cut to few layers, and a small one.
enum BenchShapes {
  /// CLIP-ViT-L/14-336, a projector of two layers, LLaMA-7B: with so few layers, and a small vocabulary.
  static func large(visionLayers: Int, languageLayers: Int) -> ModelShape {
    var shape = ModelPreset.llava15.shape
    shape.vision.layers = visionLayers
    shape.language.layers = languageLayers
    shape.language.vocabulary = 512
    return shape
  }

  /// The shape of the model that ships with the program.
  static let small = ModelShape(
    vision: .init(hidden: 96, layers: 3, heads: 4, mlp: 384, patchSide: 4, patches: 576), projector: [96, 128, 128],
    language: .init(
      hidden: 128, layers: 4, heads: 4, keyValueHeads: 4, headWidth: 32, mlp: 384, vocabulary: 528, context: 4096))
}
