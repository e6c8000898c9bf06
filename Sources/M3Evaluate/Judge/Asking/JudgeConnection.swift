/// What a judge's endpoint answered.
public struct JudgeResponse: Sendable {
  /// Of HTTP.
  public var status: Int
  /// Seconds that the server asks to be left alone for.
  public var retryAfter: Double?
  public var body: [UInt8]

  public init(status: Int, retryAfter: Double? = nil, body: [UInt8]) {
    self.status = status
    self.retryAfter = retryAfter
    self.body = body
  }
}

/// The way to a judge: the network for the program, a script for tests.
///
/// Knows the address and the key, which nobody else does.
public protocol JudgeConnection: Sendable {
  /// Sends one request and waits for its answer; the length of both is bounded.
  ///
  /// - Parameter body: JSON, in UTF-8.
  /// - Throws: `JudgeSilence` where no answer came that may come another time; `CancellationError`.
  func send(_ body: [UInt8]) async throws -> JudgeResponse

  /// Waits so many seconds.
  ///
  /// - Throws: `CancellationError`.
  func pause(seconds: Double) async throws

  /// A text from the endpoint without the key, should it stand in there.
  func redacted(_ text: String) -> String
}

/// No answer came: the reason, without a full stop.
public struct JudgeSilence: Error, Equatable, Sendable {
  public let reason: String

  public init(reason: String) { self.reason = reason }
}
