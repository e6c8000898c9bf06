/// The numbers of a sweep: the same questions under many plans.
public struct SweepResult: Equatable, Sendable {
  /// One plan.
  public struct Plan: Equatable, Sendable {
    /// For instance `20x144`.
    public var name: String
    /// Nil for as many frames as a budget buys.
    public var frames: Int?
    /// Tokens a crop.
    public var scale: Int
    /// Of plans without a number of frames.
    public var budget: Int?

    public init(name: String, frames: Int?, scale: Int, budget: Int?) {
      self.name = name
      self.frames = frames
      self.scale = scale
      self.budget = budget
    }
  }

  /// A plan's accuracy and cost over some questions.
  public struct Point: Equatable, Sendable {
    public var accuracy: Measure
    /// Mean visual tokens.
    public var tokens: Double
    /// Nothing is both cheaper and better.
    public var isOnFront: Bool
    /// Questions for which this is the smallest sufficient plan.
    public var needed: Int

    public init(accuracy: Measure, tokens: Double, isOnFront: Bool, needed: Int) {
      self.accuracy = accuracy
      self.tokens = tokens
      self.isOnFront = isOnFront
      self.needed = needed
    }
  }

  /// The numbers of some questions.
  public struct Part: Equatable, Sendable {
    /// The questions' type; nil for all.
    public var type: String?
    public var questions: Int
    /// One a plan, in the sweep's order.
    public var points: [Point]
    public var oracle: Oracle
    /// Questions that no plan answers.
    public var unsolved: Int
    /// The cheapest plan within the margin of the best.
    public var sufficientPlan: Int
    public var sufficientTokens: Double
    /// As a share.
    public var margin: Double

    public init(
      type: String?, questions: Int, points: [Point], oracle: Oracle, unsolved: Int, sufficientPlan: Int,
      sufficientTokens: Double, margin: Double
    ) {
      self.type = type
      self.questions = questions
      self.points = points
      self.oracle = oracle
      self.unsolved = unsolved
      self.sufficientPlan = sufficientPlan
      self.sufficientTokens = sufficientTokens
      self.margin = margin
    }
  }

  /// Each question under its smallest sufficient plan.
  public struct Oracle: Equatable, Sendable {
    public var accuracy: Measure
    public var tokens: Measure
    /// Among the sweep's plans.
    public var bestPlan: Int
    public var bestAccuracy: Measure
    /// Oracle minus best single plan.
    public var gain: Measure
    /// The gain that independent answers of the same accuracies would show, and where 95 % of the draws lie.
    public var chance: Measure

    public init(
      accuracy: Measure, tokens: Measure, bestPlan: Int, bestAccuracy: Measure, gain: Measure, chance: Measure
    ) {
      self.accuracy = accuracy
      self.tokens = tokens
      self.bestPlan = bestPlan
      self.bestAccuracy = bestAccuracy
      self.gain = gain
      self.chance = chance
    }
  }

  public var plans: [Plan]
  public var all: Part
  /// By question type; empty where there is only one.
  public var types: [Part]

  public init(plans: [Plan], all: Part, types: [Part]) {
    self.plans = plans
    self.all = all
    self.types = types
  }
}
