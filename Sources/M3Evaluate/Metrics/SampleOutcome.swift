/// What became of one question.
public enum SampleOutcome: String, Codable, Sendable {
  /// The answer could be read.
  case read
  /// There is an answer that the rule cannot read: wrong, and counted.
  case unparsed
  /// There is no answer: the clip is missing, or the question failed.
  case failed
  /// The split has no right answer to compare with: left out of all means, and counted.
  case unscored
}
