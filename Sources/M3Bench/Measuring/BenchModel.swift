import M3Core
import M3Model
import M3Planner
import M3Tensor

/// A size of model whose passes are measured.
struct BenchModel {
  let shape: ModelShape
  /// For the rows.
  let name: String
  var crops: Int
  /// Lengths of the two prompts.
  var prompts: (short: Int, long: Int)
  /// What of the whole model is run, for the rows.
  let note: String?

  /// One of LLaVA's, cut to few layers.
  static func large(isFull: Bool) -> BenchModel {
    let layers = ModelPreset.llava15.shape.vision.layers
    return BenchModel(
      shape: isFull
        ? BenchShapes.large(visionLayers: layers, languageLayers: 4)
        : BenchShapes.large(visionLayers: 2, languageLayers: 2),
      name: "7B", crops: isFull ? 4 : 2, prompts: isFull ? (64, 2940) : (32, 256), note: "random weights")
  }

  static let small = BenchModel(shape: BenchShapes.small, name: "tiny", crops: 8, prompts: (64, 1024), note: nil)
}

extension BenchSettings {
  /// How a model is held that is measured with a precision.
  func held(_ precision: Precision, _ shape: ModelShape) -> HeldModel {
    HeldModel(
      shape, storedAs: precision == .float32 ? .float32 : .bfloat16,
      ModelPrecision(shape, precision, keyValues: keyValues))
  }

  /// That a small model is measured with, too, since it is what `auto` means for it.
  var smallPrecisions: [Precision] {
    let own = ModelPrecision(BenchShapes.small, .auto).weights
    return precisions.contains(own) ? precisions : precisions + [own]
  }

  /// The types of keys and values beside such weights, each once.
  func keyValueTypes(_ precisions: [Precision]) -> [KeyValueType] {
    let types = precisions.map { ModelPrecision(BenchShapes.small, $0, keyValues: keyValues).keyValues }
    return KeyValueType.allCases.filter(types.contains)
  }
}
