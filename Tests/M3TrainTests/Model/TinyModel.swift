import M3Core
import M3Model
import M3Tensor
import Testing

@testable import M3Train

/// A model of a few thousand weights on crops of 24 x 24 pixels, and random samples for it.
enum TinyModel {
  static let all: Set<Parameter.Part> = [.vision, .projector, .language]

  static func make(dense: [DenseTask] = []) throws -> TrainableModel {
    let shape = ModelShape(
      vision: ModelShape.Vision(hidden: 10, layers: 2, heads: 2, mlp: 14, patchSide: 1, patches: 576),
      projector: [10, 12, 12],
      language: ModelShape.Language(
        hidden: 12, layers: 3, heads: 4, keyValueHeads: 2, headWidth: 4, mlp: 18, vocabulary: 33, context: 4096))
    let model = try TrainableModel(
      ModelConfiguration(new: shape, textVocabulary: 30, scales: VisualScale.trained), dense: dense)
    model.initialize(seed: 3)
    return model
  }

  /// A sample with random pictures and text.
  ///
  /// - Parameter segments: lengths of questions and of their answers.
  static func sample(
    seed: UInt64, crops: Int = 2, scales: [VisualScale] = [.tokens1, .tokens9],
    segments: [(Int, Int)] = [(4, 2), (6, 3)]
  ) -> TrainingSample {
    var generator = SeededGenerator(seed: seed)
    func tokens(_ count: Int) -> [Int32] { (0..<count).map { _ in Int32.random(in: 3..<30, using: &generator) } }
    return TrainingSample(
      crops: (0..<crops).map { _ in
        Picture(
          width: 24, height: 24, pixels: (0..<24 * 24 * 3).map { _ in UInt8.random(in: 0...255, using: &generator) })
      },
      variants: scales.map { scale in
        TrainingSample.Variant(
          name: "\(crops)x\(scale.tokens)", slots: (0..<crops).map { TrainingSample.Slot(crop: $0, scale: scale) })
      },
      before: [1] + tokens(3),
      segments: segments.enumerated().map { number, length in
        TrainingSample.Segment(
          tokens: tokens(length.0 + length.1),
          weights: Array(repeating: 0, count: length.0) + Array(repeating: 1, count: length.1), kind: "kind\(number)")
      })
  }

  /// Loss and gradients of one run from cleared gradients.
  static func gradients(
    _ model: TrainableModel, _ samples: [TrainingSample], reduction: Reduction = .average,
    trained: Set<Parameter.Part> = all
  ) throws -> (loss: Double, gradients: [Float]) {
    model.gradients.clear()
    let outcome = try model.run(samples, reduction: reduction, trained: trained)
    return (outcome.loss.mean, model.gradients[0..<model.gradients.count])
  }
}
