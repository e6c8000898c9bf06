import M3Evaluate

/// A judge behind an OpenAI-compatible endpoint.
struct NetworkJudge: JudgeConnection {
  /// No verdict needs more, in bytes.
  static let mostReplyBytes = 1 << 20

  let endpoint: JudgeEndpoint
  /// The most seconds of a request.
  let seconds: Double
  private let client = HTTPClient()

  init(_ endpoint: JudgeEndpoint, seconds: Double) {
    self.endpoint = endpoint
    self.seconds = seconds
  }

  func send(_ body: [UInt8]) async throws -> JudgeResponse {
    var headers = [
      "Content-Type: application/json", "Accept: application/json", "User-Agent: m3-video/\(Version.number)",
    ]
    if let key = endpoint.key { headers.append("Authorization: Bearer \(key)") }
    let request = HTTPRequest(
      url: endpoint.url, headers: headers, body: body, seconds: seconds, mostBytes: Self.mostReplyBytes,
      isDirect: endpoint.isLoopback)
    do {
      let reply = try await client.post(request)
      return JudgeResponse(status: reply.status, retryAfter: reply.retryAfter, body: reply.body)
    } catch let failure as HTTPFailure {
      if failure == .cancelled { throw CancellationError() }
      throw JudgeSilence(reason: failure.reason)
    }
  }

  func pause(seconds: Double) async throws { try await Task.sleep(for: .seconds(seconds)) }

  func redacted(_ text: String) -> String {
    guard let key = endpoint.key else { return text }
    return text.replacing(key, with: "[key]")
  }
}
