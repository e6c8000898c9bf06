/// An answer with everything needed to check it: what was seen, at what cost, by which model.
///
/// Its JSON is the record that `ask --json` prints.
public struct Answer: Equatable, Sendable, Codable {
  /// Why the text ends.
  public enum Finish: String, Codable, Sendable {
    /// The model ended it.
    case stop
    /// It reached the most tokens allowed.
    case length
  }

  /// One option of a multiple choice question.
  public struct Option: Equatable, Sendable, Codable {
    public var letter: String
    public var text: String
    /// Of this letter among the options' letters, from the logits of the answer's first token; they sum to 1.
    public var probability: Double

    public init(letter: String, text: String, probability: Double) {
      self.letter = letter
      self.text = text
      self.probability = probability
    }
  }

  /// The model that answered.
  public struct Model: Equatable, Sendable, Codable {
    /// The checkpoint's folder, as it was named.
    public var name: String
    /// A fingerprint of its configuration, tokenizer and weights.
    public var hash: String

    public init(name: String, hash: String) {
      self.name = name
      self.hash = hash
    }
  }

  /// What the model said, without the stop token.
  public var answer: String
  /// The ids that it said, the stop token included where it came.
  public var tokens: [Int32]
  public var finish: Finish
  /// For multiple choice: the letter that the parser found, nil when the text names none or several (then it counts
  /// as wrong, never as a guess).
  public var choice: String?
  /// For multiple choice: each option with its probability.
  public var options: [Option]?
  /// The clip's files as they were named.
  public var clip: [String]
  public var question: String
  public var layout: Layout
  /// The frames that were seen, in order, each with its scale.
  public var frames: [FramePlan.Slot]
  public var visualTokens: Int
  public var nominalTokens: Int
  public var budget: Int
  /// Tokens of the whole prompt, visual ones included.
  public var promptTokens: Int
  /// Frames among those seen that the decoder reported as damaged.
  public var damagedFrames: Int
  /// Planned frames that could not be decoded, and so were not seen.
  public var lostFrames: Int
  /// Of the sampling; nil when the answer is greedy.
  public var seed: UInt64?
  public var seconds: StageSeconds
  public var model: Model

  public init(
    answer: String, tokens: [Int32], finish: Finish, choice: String?, options: [Option]?, clip: [String],
    question: String, layout: Layout, frames: [FramePlan.Slot], visualTokens: Int, nominalTokens: Int, budget: Int,
    promptTokens: Int, damagedFrames: Int, lostFrames: Int, seed: UInt64?, seconds: StageSeconds, model: Model
  ) {
    self.answer = answer
    self.tokens = tokens
    self.finish = finish
    self.choice = choice
    self.options = options
    self.clip = clip
    self.question = question
    self.layout = layout
    self.frames = frames
    self.visualTokens = visualTokens
    self.nominalTokens = nominalTokens
    self.budget = budget
    self.promptTokens = promptTokens
    self.damagedFrames = damagedFrames
    self.lostFrames = lostFrames
    self.seed = seed
    self.seconds = seconds
    self.model = model
  }
}
