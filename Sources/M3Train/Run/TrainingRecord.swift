/// One line of `train.jsonl`: a step, or a measurement on held-out scenes.
public struct TrainingRecord: Equatable, Codable, Sendable {
  public var stage: String
  /// Steps done in the stage.
  public var step: Int
  /// The objective.
  public var loss: Double
  /// By plan, such as "96x1"; by task in dense pretraining.
  public var losses: [String: Double]
  /// Accuracy of the batch, or of the held-out scenes: by kind of question, then plan.
  public var accuracies: [String: [String: BatchOutcome.Accuracy]]
  /// The line is a measurement on held-out scenes, not a step.
  public var isHeldOut: Bool
  /// Learning rates by part; of steps only.
  public var rates: [String: Double]?
  /// Norm of all gradients together before clipping; of steps only.
  public var gradientNorm: Double?
  /// Through the language model, and crops through the vision tower.
  public var tokens: Int
  public var crops: Int
  public var tokensPerSecond: Double?
  /// Thousand millions of multiplications and additions a second, what the backward pass computes again not counted.
  public var gigaflops: Double?
  /// Since the command began, this run only.
  public var seconds: Double
}
