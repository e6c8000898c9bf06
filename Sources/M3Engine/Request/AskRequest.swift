public import M3Core
public import M3Planner
public import M3Text
public import M3Video

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
  /// Questions about the clip that were answered before, in order; they stand in the prompt.
  public var exchanges: [Conversation.Exchange]
  public var plan: PlanSource
  /// What the answer may take beside the budget; nil for whatever it takes.
  public var bounds: PlanBounds?
  /// How a frame becomes a crop; the checkpoint's own way if nil.
  public var fit: CropFit?
  public var reduction: Reduction
  public var prompt: PromptStyle
  public var parser: ChoiceParser
  /// How an option is chosen; the checkpoint's own way if nil, and by letter where it names none.
  public var scoring: OptionScoring?
  /// How options stand in the prompt.
  public var wording: ChoiceWording
  /// Options may repeat, as in some published questions.
  public var allowsRepeatedOptions: Bool
  public var decoding: DecodingOptions
  /// What the clip may cost to read.
  public var limits: ClipLimits

  public init(
    clip: [String], question: Question, exchanges: [Conversation.Exchange] = [], plan: PlanSource,
    bounds: PlanBounds? = nil, fit: CropFit? = nil,
    reduction: Reduction = .average,
    prompt: PromptStyle = .standard, parser: ChoiceParser = .strict,
    scoring: OptionScoring? = nil, wording: ChoiceWording = .lettered, allowsRepeatedOptions: Bool = false,
    decoding: DecodingOptions = DecodingOptions(), limits: ClipLimits = .standard
  ) {
    self.clip = clip
    self.question = question
    self.exchanges = exchanges
    self.plan = plan
    self.bounds = bounds
    self.fit = fit
    self.reduction = reduction
    self.prompt = prompt
    self.parser = parser
    self.scoring = scoring
    self.wording = wording
    self.allowsRepeatedOptions = allowsRepeatedOptions
    self.decoding = decoding
    self.limits = limits
  }
}
