/// What a report says of one run.
public struct RunResult: Equatable, Sendable {
  /// What was measured.
  public enum Numbers: Equatable, Sendable {
    case evaluation(EvaluationResult)
    case sweep(SweepResult)
    /// No question has an answer to compare with.
    case nothing
  }

  /// What stands on the page for the run, for instance its folder.
  public var name: String
  /// For instance `next-qa:val`.
  public var task: String
  public var model: String
  /// How it differs from other runs in few words, for instance `average pooling, budget 2880`.
  public var setting: String
  public var numbers: Numbers
  /// What must stand beside the numbers, a sentence each.
  public var caveats: [String]
  public var questions: Int
  public var clips: Int
  /// Clips without a file, and those that several files answer to.
  public var missingClips: [String]
  /// Means over the answered questions; nil where nothing was answered, and for a sweep.
  public var visualTokens: Double?
  public var promptTokens: Double?
  /// Of all answers together, in the order of the work.
  public var stages: [StageTime]
  /// What was run: names and values.
  public var facts: [Fact]
  /// run.json as it stands on the disk.
  public var card: String

  public init(
    name: String, task: String, model: String, setting: String, numbers: Numbers, caveats: [String], questions: Int,
    clips: Int, missingClips: [String], visualTokens: Double?, promptTokens: Double?, stages: [StageTime],
    facts: [Fact], card: String
  ) {
    self.name = name
    self.task = task
    self.model = model
    self.setting = setting
    self.numbers = numbers
    self.caveats = caveats
    self.questions = questions
    self.clips = clips
    self.missingClips = missingClips
    self.visualTokens = visualTokens
    self.promptTokens = promptTokens
    self.stages = stages
    self.facts = facts
    self.card = card
  }
}

/// Seconds that one stage took.
public struct StageTime: Equatable, Sendable {
  public var stage: String
  public var seconds: Double

  public init(stage: String, seconds: Double) {
    self.stage = stage
    self.seconds = seconds
  }
}

/// A name and a value, both text.
public struct Fact: Equatable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
