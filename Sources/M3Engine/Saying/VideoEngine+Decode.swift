import M3Core
import M3Model

extension VideoEngine {
  /// Prefills the prompt and decodes the answer, token by token, until the model ends it or it is long enough.
  func decode(_ asked: Asked, seconds: inout StageSeconds, report: (AnswerEvent) -> Void) throws -> Said {
    if asked.isScoredByLikelihood { return try likeliest(asked, seconds: &seconds, report: report) }
    var (cache, logits) = try prefill(
      asked, answer: asked.request.decoding.maxTokens, seconds: &seconds, report: report)
    return try timed(.decode, &seconds) {
      var saying = try Saying(asked, first: logits)
      while let token = try saying.next(logits, report: report) {
        try asked.model.decode(token, cache, into: &logits)
      }
      return saying.said
    }
  }
}

extension Asked {
  /// Whether the model scores the options in place of saying something.
  var isScoredByLikelihood: Bool { request.scoring == .likelihood && prompt.choice != nil }
}
