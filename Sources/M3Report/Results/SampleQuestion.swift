/// One question that can be browsed.
public struct SampleQuestion: Equatable, Sendable, Encodable {
  public var key: String
  public var clip: String
  public var type: String?
  /// Nil where the annotations could not be read again.
  public var question: String?
  public var choices: [String]
  /// The right option, from 0.
  public var rightChoice: Int?
  public var answers: [String]
  /// One a column; nil where there is no answer yet.
  public var replies: [SampleReply?]

  public init(
    key: String, clip: String, type: String? = nil, question: String? = nil, choices: [String] = [],
    rightChoice: Int? = nil, answers: [String] = [], replies: [SampleReply?]
  ) {
    self.key = key
    self.clip = clip
    self.type = type
    self.question = question
    self.choices = choices
    self.rightChoice = rightChoice
    self.answers = answers
    self.replies = replies
  }

  private enum CodingKeys: String, CodingKey {
    case key = "k"
    case clip = "c"
    case type = "t"
    case question = "q"
    case choices = "o"
    case rightChoice = "i"
    case answers = "a"
    case replies = "r"
  }
}

/// What became of a question in one run or under one plan.
public struct SampleReply: Equatable, Sendable, Encodable {
  public enum Outcome: String, Sendable, Encodable {
    case right
    /// Between right and wrong, for graded scores.
    case partly
    case wrong
    /// The answer could not be read; wrong.
    case unread
    /// There is no answer; wrong.
    case failed
    /// Nothing to compare with.
    case unscored
  }

  public var outcome: Outcome
  /// 0...1.
  public var score: Double
  public var prediction: String?
  /// The option that the answer was read as, from 0.
  public var choice: Int?
  public var visualTokens: Int?
  public var seconds: Double?
  /// Why there is no answer.
  public var error: String?
  /// What a judge says of it, in few words.
  public var verdict: String?
  /// Among the set's frame sets.
  public var frameSet: Int?

  public init(
    outcome: Outcome, score: Double, prediction: String? = nil, choice: Int? = nil, visualTokens: Int? = nil,
    seconds: Double? = nil, error: String? = nil, verdict: String? = nil, frameSet: Int? = nil
  ) {
    self.outcome = outcome
    self.score = score
    self.prediction = prediction
    self.choice = choice
    self.visualTokens = visualTokens
    self.seconds = seconds
    self.error = error
    self.verdict = verdict
    self.frameSet = frameSet
  }

  private enum CodingKeys: String, CodingKey {
    case outcome = "x"
    case score = "s"
    case prediction = "p"
    case choice = "l"
    case visualTokens = "v"
    case seconds = "w"
    case error = "e"
    case verdict = "j"
    case frameSet = "f"
  }
}
