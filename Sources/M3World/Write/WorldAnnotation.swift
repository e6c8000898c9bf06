/// One line of annotations.jsonl: the generic question format.
public struct WorldAnnotation: Equatable, Codable, Sendable {
  public let id: String
  /// Beside the annotations file: "clips/clip-test-000007.mp4".
  public let video: String
  public let question: String
  public let answer: String
  /// Only in multiple choice.
  public let choices: [String]?
  /// The family.
  public let type: String
  public let kind: String
  public let evidence: WorldEvidence

  init(_ question: WorldQuestion, video: String) {
    id = question.id
    self.video = video
    self.question = question.question
    answer = question.answer
    choices = question.choices
    type = question.family.rawValue
    kind = question.kind.rawValue
    evidence = question.evidence
  }
}
