public import M3Core

/// One line of samples.jsonl: an answered question, or one that could not be answered.
public struct RunSample: Codable, Equatable, Sendable {
  /// Place in the run's order, from 0; over all shards together.
  public var number: Int
  public var key: String
  /// The plan's name in a sweep.
  public var plan: String?
  /// The clip's name in the annotations.
  public var media: String
  /// The clip that intervals draw.
  public var group: String
  public var type: String?
  /// What the model said, or for likelihood the option's words; nil when there is no answer.
  public var prediction: String?
  /// The letter of the option that the answer was read as; nil for open questions and where it could not be read.
  public var choice: String?
  /// Probability of each option, in order.
  public var options: [Double]?
  /// 0...1.
  public var score: Double
  public var outcome: SampleOutcome
  /// Parts that the question counts in.
  public var labels: [String]
  public var said: Bool?
  public var truth: Bool?
  public var unit: String?
  public var finish: Answer.Finish?
  public var layout: Layout?
  /// Frames that were seen.
  public var frames: Int?
  /// Tokens a crop; nil where frames differ.
  public var scale: Int?
  public var visualTokens: Int?
  public var promptTokens: Int?
  public var damagedFrames: Int?
  public var lostFrames: Int?
  /// By stage; what was done once for all questions of a clip stands with the first one.
  public var seconds: StageSeconds?
  /// Why there is no answer.
  public var error: String?
  /// There is no answer because there is no clip.
  public var isClipMissing: Bool?

  init(number: Int, record: QuestionRecord, plan: RunPlan, scored: ScoredSample) {
    self.number = number
    key = record.key
    self.plan = plan.name
    media = record.media
    group = scored.group
    type = record.type
    score = scored.score
    outcome = scored.outcome
    labels = scored.labels
    (said, truth, unit) = (scored.said, scored.truth, scored.unit)
  }

  /// What sums over questions need.
  public var scored: ScoredSample {
    ScoredSample(
      key: key, group: group, labels: labels, score: score, outcome: outcome, said: said, truth: truth, unit: unit)
  }

  mutating func take(_ answer: Answer) {
    prediction = answer.answer
    choice = answer.choice
    // Six digits are enough to compare options, and spare two thirds of the line.
    options = answer.options?.map { ($0.probability * 1e6).rounded() / 1e6 }
    finish = answer.finish
    layout = answer.layout
    frames = answer.frames.count
    let scales = Set(answer.frames.map(\.scale))
    scale = scales.count == 1 ? scales.first?.tokens : nil
    visualTokens = answer.visualTokens
    promptTokens = answer.promptTokens
    damagedFrames = answer.damagedFrames > 0 ? answer.damagedFrames : nil
    lostFrames = answer.lostFrames > 0 ? answer.lostFrames : nil
  }
}
