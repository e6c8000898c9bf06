public import M3Core
public import M3Engine

/// Answers a run's questions: the engine, or a stand-in for it.
public protocol QuestionAnswerer: Sendable {
  /// Sees once what all of these requests about one clip will want.
  ///
  /// - Returns: the time it took.
  func prepare(_ requests: [AskRequest]) async throws -> StageSeconds

  /// Answers one question.
  func reply(to request: AskRequest) async throws -> Answer
}

extension VideoEngine: QuestionAnswerer {}
