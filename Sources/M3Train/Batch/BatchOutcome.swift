/// What a batch said about the model: losses and right answers, by variant and kind of question.
public struct BatchOutcome: Equatable, Sendable {
  /// A sum over supervised tokens and the sum of their weights.
  public struct Loss: Equatable, Codable, Sendable {
    public var sum = 0.0
    public var weight = 0.0

    /// The weighted mean; 0 of nothing.
    public var mean: Double { weight > 0 ? sum / weight : 0 }

    public static func += (left: inout Loss, right: Loss) {
      left.sum += right.sum
      left.weight += right.weight
    }
  }

  /// Answers whose every token had the highest score, the right tokens before it given.
  public struct Accuracy: Equatable, Codable, Sendable {
    public var right = 0
    public var asked = 0

    public var share: Double { asked > 0 ? Double(right) / Double(asked) : 0 }

    public static func += (left: inout Accuracy, right: Accuracy) {
      left.right += right.right
      left.asked += right.asked
    }
  }

  /// The objective: per sample the mean over its variants, over samples the weighted mean.
  public var loss = Loss()
  /// By the variant's name.
  public var losses: [String: Loss] = [:]
  /// By the kind of question, then the variant's name.
  public var accuracies: [String: [String: Accuracy]] = [:]
  /// Tokens that went through the language model.
  public var tokens = 0
  /// Crops that went through the vision tower.
  public var crops = 0

  /// Multiplications and additions of its products, as `TrainableModel.cost` counts them.
  public var operations = 0.0

  public init() {}

  /// All answers together.
  public var accuracy: Accuracy {
    accuracies.values.reduce(into: Accuracy()) { sum, row in for cell in row.values { sum += cell } }
  }

  public static func += (left: inout BatchOutcome, right: BatchOutcome) {
    left.loss += right.loss
    for (name, loss) in right.losses { left.losses[name, default: Loss()] += loss }
    for (kind, row) in right.accuracies {
      for (name, cell) in row { left.accuracies[kind, default: [:]][name, default: Accuracy()] += cell }
    }
    left.tokens += right.tokens
    left.crops += right.crops
    left.operations += right.operations
  }
}
