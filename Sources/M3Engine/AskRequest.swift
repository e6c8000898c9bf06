public import M3Core
public import M3Planner
public import M3Text

/// One question about one clip, and how it is to be answered.
public struct AskRequest: Sendable {
  /// Where the plan comes from.
  public enum PlanSource: Sendable {
    /// Made by the planner.
    case request(PlanRequest)
    /// Read from a file; the budget bounds it if given.
    case saved(SavedPlan, budget: TokenBudget?)
  }

  /// The clip's files in order: one video, or stills, or a folder of stills.
  public var clip: [String]
  public var question: Question
  public var plan: PlanSource
  /// How a frame becomes a crop; the checkpoint's own way if nil.
  public var fit: CropFit?
  public var reduction: Reduction
  public var prompt: PromptStyle
  public var parser: ChoiceParser
  public var decoding: DecodingOptions

  public init(
    clip: [String], question: Question, plan: PlanSource, fit: CropFit? = nil, reduction: Reduction = .average,
    prompt: PromptStyle = .standard, parser: ChoiceParser = .strict, decoding: DecodingOptions = DecodingOptions()
  ) {
    self.clip = clip
    self.question = question
    self.plan = plan
    self.fit = fit
    self.reduction = reduction
    self.prompt = prompt
    self.parser = parser
    self.decoding = decoding
  }
}
