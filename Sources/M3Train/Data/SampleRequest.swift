import M3Core
import M3World

/// Which sample is wanted, and the chance that its choices take: the same request always gives the same sample.
public struct SampleRequest: Sendable {
  /// Counted over the whole stage, from 0.
  public var index: Int
  /// How the clip is seen, and by which scales the loss is taken.
  public var plan: TrainingStage.Plan
  public var weighting: TrainingStage.Weighting
  /// Held-out scenes with the benchmark's own questions instead of training scenes.
  public var isHeldOut: Bool
  var generator: WorldGenerator
}

/// Makes samples on request, on any thread.
protocol SampleSource: Sendable {
  /// - Throws: `TrainError` naming the file or row that cannot be used.
  func sample(_ request: SampleRequest) throws -> TrainingSample
  /// Held-out samples that it can make; nil for no end.
  var heldOutCount: Int? { get }
}

extension TrainingSample.Variant {
  /// The same frames at one scale.
  init(scale: VisualScale, frames: [Int]) {
    self.init(
      name: "\(frames.count)x\(scale.tokens)", slots: frames.map { TrainingSample.Slot(crop: $0, scale: scale) })
  }
}
