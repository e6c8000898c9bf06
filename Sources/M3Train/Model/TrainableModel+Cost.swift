import M3Core
import M3Model

extension TrainableModel {
  /// Multiplications and additions of a sample's products, forward and, where something is trained, back.
  ///
  /// What the backward pass computes again is not counted.
  func cost(_ sample: TrainingSample, _ trained: Set<Parameter.Part>) -> Double {
    let text = sample.variants.reduce(0) { $0 + cost(of: $1, sample) }
    let backward = trained.isEmpty ? 0.0 : trained.contains(.language) ? 2 : 1
    return cost(crops: sample.crops.count, trained) + text * (1 + backward)
  }

  /// The same of crops in the vision tower and the projector.
  func cost(crops: Int, _ trained: Set<Parameter.Part>) -> Double {
    let vision = configuration.shape.vision
    let tokens = Double(vision.patches + 1)
    let width = Double(vision.hidden)
    let layer = tokens * width * (8 * width + 4 * Double(vision.mlp) + 4 * tokens)
    let patch = 2 * tokens * Double(3 * vision.patchSide * vision.patchSide) * width
    return Double(crops) * (Double(vision.layers) * layer + patch) * (trained.contains(.vision) ? 3 : 1)
  }

  private func cost(of variant: TrainingSample.Variant, _ sample: TrainingSample) -> Double {
    let language = configuration.shape.language
    let hidden = Double(language.hidden)
    let heads = Double(language.heads * language.headWidth)
    let keys = 2 * Double(language.keyValueHeads * language.headWidth)
    let row = hidden * (4 * heads + 2 * keys + 6 * Double(language.mlp))
    let prefix = Double(sample.before.count + variant.tokens)
    var questions = 0.0
    var seen = 0.0
    var supervised = 0.0
    for segment in sample.segments {
      let length = Double(segment.tokens.count - 1)
      questions += length
      seen += length * (prefix + length / 2)
      supervised += Double(segment.weights.count { $0 != 0 })
    }
    // The last layer makes only keys and values of the prefix.
    let whole = (prefix + questions) * row + 4 * heads * (prefix * prefix / 2 + seen)
    let last = questions * row + prefix * 2 * hidden * keys + 4 * heads * seen
    return Double(language.layers - 1) * whole + last + 2 * supervised * hidden * Double(language.vocabulary)
  }

  /// Samples that go through the model together: enough rows for products to be fast, few enough to stay in memory.
  func groups(_ samples: [TrainingSample]) -> [[TrainingSample]] {
    var groups: [[TrainingSample]] = []
    var rows = 0
    var crops = 0
    for sample in samples {
      let questions = sample.segments.reduce(0) { $0 + $1.tokens.count }
      let own = sample.variants.reduce(0) { $0 + sample.before.count + $1.tokens + questions }
      if groups.isEmpty || rows + own > Self.groupRows || crops + sample.crops.count > Self.groupCrops {
        groups.append([])
        (rows, crops) = (0, 0)
      }
      groups[groups.count - 1].append(sample)
      rows += own
      crops += sample.crops.count
    }
    return groups
  }

  private static let groupRows = 2048
  private static let groupCrops = 24
}
