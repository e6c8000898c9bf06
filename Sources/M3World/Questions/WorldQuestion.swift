/// A question about a scene, with its answer and its evidence.
public struct WorldQuestion: Equatable, Codable, Sendable {
  /// Unlike every other question of the world: scene, kind, number.
  public let id: String
  public let kind: QuestionKind
  public let question: String
  /// In multiple choice the text of the right option, otherwise what should be said.
  public let answer: String
  /// The options of a multiple-choice question, four (`direction` may have its fifth left out); nil for an open one.
  public let choices: [String]?
  public let evidence: WorldEvidence

  public var family: WorldFamily { kind.family }

  /// Which option is right, from 0.
  public var answerIndex: Int? { choices?.firstIndex(of: answer) }

  /// The question and its lettered options.
  ///
  /// "what shape is the red object? A. ring B. cross C. circle D. square"
  public var prompt: String {
    guard let choices else { return question }
    return question + zip(WorldVocabulary.letters, choices).map { " \($0). \($1)" }.joined()
  }

  /// The right option's letter, or the answer of an open question.
  public var reply: String { answerIndex.map { WorldVocabulary.letters[$0] } ?? answer }

  /// The same question as multiple choice.
  func offering(_ choices: [String]) -> WorldQuestion {
    WorldQuestion(
      id: id + "-choice", kind: kind, question: question, answer: answer, choices: choices, evidence: evidence)
  }
}
