import Glibc
import M3Core
import M3Model
import M3Tensor

extension TrainableModel {
  /// Sets all weights to where training begins.
  ///
  /// Linear layers are normal with deviation 1 / sqrt(inputs), those that end a residual branch divided by
  /// sqrt(2 * layers); gains are 1, biases 0. Positions are a table of sines and cosines in the first half of the tower's
  /// channels, patches are embedded in the other half, and the first two layers' heads look at neighbouring patches
  /// (`NeighbourAttention`), so that a small tower need not find out first where a patch is.
  public func initialize(seed: UInt64) {
    var generator = NormalGenerator(seed: seed)
    let shape = configuration.shape
    for parameter in parameters {
      let inputs = Float(parameter.count / max(1, parameter.shape[0]))
      var deviation = 1 / sqrtf(inputs)
      let name = parameter.key
      if name.hasSuffix("out_proj.weight") || name.hasSuffix("fc2.weight") {
        deviation /= sqrtf(2 * Float(shape.vision.layers))
      } else if name.hasSuffix("o_proj.weight") || name.hasSuffix("down_proj.weight") {
        deviation /= sqrtf(2 * Float(shape.language.layers))
      } else if name == "multi_modal_projector.linear_1.weight" {
        deviation /= 4  // the tower's values are about so large
      } else if name.hasPrefix("multi_modal_projector.") {
        deviation /= 2
      } else if name.hasSuffix("embed_tokens.weight") {
        deviation = 0.1
      } else if name.hasSuffix("lm_head.weight") || name.hasSuffix("class_embedding") || name == "image_newline" {
        deviation = 0.02
      }
      let isNormal = parameter.isMatrix || name.hasSuffix("class_embedding") || name == "image_newline"
      let isGain = !parameter.isMatrix && name.hasSuffix("weight")
      weights[parameter.range] =
        isNormal
        ? generator.values(parameter.count, deviation: deviation)
        : Array(repeating: isGain ? 1 : 0, count: parameter.count)
    }
    NeighbourAttention(shape.vision)?.apply(to: self, &generator)
  }
}

/// Numbers of a normal distribution, by the method of Box and Muller.
struct NormalGenerator {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> Float {
    let radius = sqrt(-2 * log(1 - generator.unit()))
    return Float(radius * cos(2 * Double.pi * generator.unit()))
  }

  mutating func values(_ count: Int, deviation: Float) -> [Float] { (0..<count).map { _ in deviation * next() } }
}
