import M3Core
import M3Model

extension TrainableModel {
  /// Roughly the operations of a sample, to share a batch evenly.
  func cost(_ sample: TrainingSample, _ trained: Set<Parameter.Part>) -> Double {
    let vision = configuration.shape.vision
    let language = configuration.shape.language
    let patches = Double(vision.patches)
    let width = Double(vision.hidden)
    let crop = Double(vision.layers) * patches * width * (8 * width + 4 * Double(vision.mlp) + 5 * patches)
    let questions = Double(sample.segments.reduce(0) { $0 + $1.tokens.count })
    var text = 0.0
    for variant in sample.variants {
      let prefix = Double(sample.before.count + variant.tokens)
      let hidden = Double(language.hidden)
      let row = hidden * (8 * hidden + 6 * Double(language.mlp))
      text += Double(language.layers) * ((prefix + questions) * row + 4 * hidden * prefix * (prefix / 2 + questions))
    }
    return Double(sample.crops.count) * crop * (trained.contains(.vision) ? 3 : 1) + text * (trained.isEmpty ? 1 : 3)
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
