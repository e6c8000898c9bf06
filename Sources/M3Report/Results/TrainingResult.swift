/// The course of a training.
public struct TrainingResult: Equatable, Sendable {
  /// A value at a step.
  public struct Point: Equatable, Sendable {
    public var step: Int
    public var value: Double

    public init(step: Int, value: Double) {
      self.step = step
      self.value = value
    }
  }

  /// Values over steps under one name.
  public struct Curve: Equatable, Sendable {
    public var name: String
    public var points: [Point]

    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// Curves that belong into one chart.
  public struct Family: Equatable, Sendable {
    public var name: String
    public var curves: [Curve]

    public init(name: String, curves: [Curve]) {
      self.name = name
      self.curves = curves
    }
  }

  /// One stage of a recipe.
  public struct Stage: Equatable, Sendable {
    public var name: String
    public var steps: Int
    public var tokens: Int
    /// Of the last command that worked at it.
    public var seconds: Double
    /// Losses of the steps, by plan; and the objective.
    public var losses: [Curve]
    /// Losses on held-out scenes, by plan; and the objective.
    public var heldOutLosses: [Curve]
    /// Accuracy on held-out scenes: a family a kind of question, a curve a plan; shares.
    public var accuracies: [Family]

    public init(
      name: String, steps: Int, tokens: Int, seconds: Double, losses: [Curve], heldOutLosses: [Curve],
      accuracies: [Family]
    ) {
      self.name = name
      self.steps = steps
      self.tokens = tokens
      self.seconds = seconds
      self.losses = losses
      self.heldOutLosses = heldOutLosses
      self.accuracies = accuracies
    }
  }

  /// The folder.
  public var name: String
  public var stages: [Stage]
  /// What must stand beside the curves, a sentence each.
  public var notes: [String]

  public init(name: String, stages: [Stage], notes: [String]) {
    self.name = name
    self.stages = stages
    self.notes = notes
  }
}
