/// What a judge looks at: Video-ChatGPT's zero-shot protocol, and the five aspects of its benchmark of generated text
/// (mbzuai-oryx/Video-ChatGPT, quantitative_evaluation).
public enum JudgeAspect: String, CaseIterable, Codable, Sendable {
  /// Whether the answer means the same as the right one: yes or no, and a score of 0 to 5.
  case match
  /// Factual correctness, 0 to 5, as all that follow.
  case correctness
  case detail
  case context
  case temporal
  /// Whether two questions about one fact get answers that agree; both stand in one prompt.
  case consistency

  /// Whether the reply says yes or no beside the score.
  public var hasYesOrNo: Bool { self == .match }

  /// The aspects that a task's answers are judged by.
  static func all(of task: String) -> [JudgeAspect] {
    switch task {
    case "videochatgpt:generic": [.correctness, .detail, .context]
    case "videochatgpt:temporal": [.temporal]
    case "videochatgpt:consistency": [.consistency]
    default: [.match]
    }
  }
}
