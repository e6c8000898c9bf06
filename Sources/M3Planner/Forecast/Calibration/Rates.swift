import Foundation
import M3Core

/// What of a calibration a forecast of one model is made of.
///
/// At every width that was measured stands the rate of the model's own precision or, where that was not measured, of
/// the one whose weights are most nearly as long; between widths rates are interpolated on the logarithm of the width
/// (small products are slower for each operation), those of attention in seconds.
struct Rates: Equatable {
  /// A rate at a width.
  struct Anchor: Equatable {
    var width: Int
    var rate: Double
  }

  /// Vision tower and projector, operations a second by the tower's width.
  let vision: [Anchor]
  /// Products of a prefill, operations a second by the language model's width.
  let prefill: [Anchor]
  /// What every chunk of a prefill costs, weights a second by the language model's width.
  let chunkWeights: [Anchor]
  /// Attention of many queries, operations a second by the width of a head.
  let attention: [Anchor]
  /// Of the model nearest in width.
  let stepBytes: Double
  let stepSecondsPerLayer: Double
  /// Keys and values that a decode step reads, in bytes a second: of the widest heads, since those of narrow ones come
  /// from the processor's cache.
  let cacheBytes: Double
  /// What is taken from another precision or type, since it was not measured at the width nearest to the model's.
  let unmeasured: [Unmeasured]

  /// - Precondition: the calibration is sound.
  init(_ calibration: Calibration, _ shape: ModelShape, _ held: HeldModel) {
    let language = shape.language
    let bytesPerWeight = Double(held.stepBytes) / ComputeCost(shape: shape).weightsOfAStep
    let numbers = Double(2 * language.layers * language.keyValueHeads * language.headWidth)
    let models = Self.best(calibration.models, width: \.width) {
      ($0.precision == held.precision ? 0 : 1, abs(log($0.bytesPerWeight / bytesPerWeight)))
    }
    let heads = Self.best(calibration.attention, width: \.width) {
      ($0.type == held.keyValues ? 0 : 1, abs(log($0.bytesPerNumber * numbers / Double(held.tokenBytes))))
    }
    vision = models.map { Anchor(width: $0.visionWidth, rate: $0.vision) }
    prefill = models.map { Anchor(width: $0.width, rate: $0.prefill) }
    chunkWeights = models.map { Anchor(width: $0.width, rate: $0.chunkWeights) }
    attention = heads.map { Anchor(width: $0.width, rate: $0.many) }
    cacheBytes = heads.last?.one ?? .infinity
    let model = Self.nearest(models, to: language.hidden, width: \.width)
    stepBytes = model?.stepBytes ?? .infinity
    stepSecondsPerLayer = model?.stepSecondsPerLayer ?? 0
    let head = Self.nearest(heads, to: language.headWidth, width: \.width)
    unmeasured =
      (model?.precision == held.precision ? [] : [.precision(held.precision)])
      + (head?.type == held.keyValues ? [] : [.keyValues(held.keyValues)])
  }

  /// Of each width the measurement of least distance, narrow to wide.
  private static func best<Measured>(
    _ all: [Measured], width: (Measured) -> Int, distance: (Measured) -> (Int, Double)
  ) -> [Measured] {
    Dictionary(grouping: all, by: width).sorted { $0.key < $1.key }
      .compactMap { $0.value.min { distance($0) < distance($1) } }
  }

  private static func nearest<Measured>(
    _ all: [Measured], to width: Int, width of: (Measured) -> Int
  ) -> Measured? {
    func distance(_ one: Measured) -> Double { abs(log(Double(of(one)) / Double(width))) }
    return all.min { distance($0) < distance($1) }
  }
}
