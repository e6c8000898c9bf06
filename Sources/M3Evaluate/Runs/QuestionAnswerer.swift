public import M3Core
public import M3Engine
import M3Model

/// Answers a run's questions: the engine, or a stand-in for it.
public protocol QuestionAnswerer: Sendable {
  /// Sees once what all of these requests about one clip will want.
  ///
  /// - Returns: the time it took.
  func prepare(_ requests: [AskRequest]) async throws -> StageSeconds

  /// Answers one question.
  func reply(to request: AskRequest) async throws -> Answer

  /// Answers several questions about one clip under one plan, each as `reply(to:)` does.
  ///
  /// - Returns: for each request, in order, its answer or what stopped it; the last one may be an error that ends the
  ///   run: a `ModelError` or `CancellationError`.
  func replies(to requests: [AskRequest]) async -> [Result<Answer, any Error>]
}

extension QuestionAnswerer {
  /// One after another.
  public func replies(to requests: [AskRequest]) async -> [Result<Answer, any Error>] {
    var replies: [Result<Answer, any Error>] = []
    for request in requests {
      do {
        replies.append(.success(try await reply(to: request)))
      } catch {
        replies.append(.failure(error))
        if error.endsRun { break }
      }
    }
    return replies
  }
}

extension VideoEngine: QuestionAnswerer {}

extension Error {
  /// Whether it concerns more than the question that met it.
  var endsRun: Bool { self is ModelError || self is CancellationError }
}
