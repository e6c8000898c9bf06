/// One line of judge.jsonl: a judge's reply about one answer, as it came, and what was read from it.
struct JudgeRow: Codable, Equatable {
  enum Outcome: String, Codable {
    /// The reply holds a verdict.
    case read
    /// There is a reply that holds none.
    case unparsed
    /// No reply came, or one that is no chat completion; asked again when judging goes on.
    case silent
  }

  /// The sample's number.
  var number: Int
  var key: String
  var aspect: JudgeAspect
  /// SHA-256 of what was asked: a verdict counts for these very words and this very answer.
  var asked: String
  var outcome: Outcome
  var isMatch: Bool?
  var score: Double?
  /// The model's own words; for `silent` what came instead of them, if anything.
  var reply: String?
  /// The model that answered, by its own name.
  var model: String?
  var promptTokens: Int?
  var completionTokens: Int?
  /// Requests that it took.
  var attempts: Int
  /// Why there is no reply.
  var error: String?

  init(_ question: JudgeQuestion, outcome: Outcome, attempts: Int) {
    number = question.number
    key = question.key
    aspect = question.aspect
    asked = question.hash
    self.outcome = outcome
    self.attempts = attempts
  }

  var place: JudgePlace { JudgePlace(number: number, aspect: aspect) }
}

/// An answer under one aspect.
struct JudgePlace: Hashable {
  let number: Int
  let aspect: JudgeAspect
}
