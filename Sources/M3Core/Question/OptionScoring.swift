/// How the answer to a multiple choice question comes about.
public enum OptionScoring: String, CaseIterable, Codable, Sendable {
  /// The model writes; the letter is read from what it wrote.
  case letter
  /// The option whose words the model finds likeliest as the answer, by mean log-probability a token.
  case likelihood
}
