/// How answers are asked for.
public enum QuestionForm: String, CaseIterable, Codable, Sendable {
  case open, choice
}
