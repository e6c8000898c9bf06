import Foundation
import M3Evaluate
import Testing

@testable import m3_video

/// The way to a judge, over real sockets to servers that misbehave.
@Suite struct NetworkJudgeTests {
  private static let key = "sk-very-secret-key"

  private func judge(_ server: LoopbackServer, seconds: Double = 20) throws -> NetworkJudge {
    try NetworkJudge(JudgeEndpoint(server.url, environment: ["M3_JUDGE_KEY": Self.key]), seconds: seconds)
  }

  private func silence(_ steps: [LoopbackServer.Step], seconds: Double = 20) async throws -> String {
    let server = try LoopbackServer { _, _ in steps }
    defer { server.stop() }
    let error = try await #require(throws: JudgeSilence.self) {
      try await judge(server, seconds: seconds).send(Array("{}".utf8))
    }
    #expect(!error.reason.contains(Self.key))
    return error.reason
  }

  @Test func aRequestAndItsReply() async throws {
    let server = try LoopbackServer { _, request in [.reply(200, "got \(request.body.count)")] }
    defer { server.stop() }
    let judge = try judge(server)
    let body = [UInt8](repeating: 0x20, count: 3 << 20)
    for _ in 0..<3 {
      let response = try await judge.send(body)
      #expect(response.status == 200 && response.retryAfter == nil)
      #expect(String(decoding: response.body, as: UTF8.self) == "got \(3 << 20)")
    }
    let request = try #require(server.requests.first)
    #expect(request.head.hasPrefix("POST /v1/chat/completions HTTP/1.1\r\n"))
    #expect(request.header("authorization") == "Bearer \(Self.key)")
    #expect(request.header("content-type") == "application/json")
    #expect(request.header("expect") == nil && request.header("accept-encoding") == nil)
  }

  @Test func withoutAKeyNothingIsSaidOfOne() async throws {
    let server = try LoopbackServer { _, _ in [.reply(200, "")] }
    defer { server.stop() }
    _ = try await NetworkJudge(JudgeEndpoint(server.url, environment: [:]), seconds: 20).send([])
    #expect(server.requests.first?.header("authorization") == nil)
  }

  /// Statuses come through with what the server asks for; a date counts as the seconds until then.
  @Test func statusesAndPatience() async throws {
    let date = DateFormatter()
    date.locale = Locale(identifier: "en_US_POSIX")
    date.timeZone = TimeZone(identifier: "GMT")
    date.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    let later = date.string(from: Date(timeIntervalSinceNow: 100))
    let server = try LoopbackServer { number, _ in
      switch number {
      case 0: [.reply(429, "slow down", headers: ["Retry-After: 7"])]
      case 1: [.reply(503, "", headers: ["Retry-After: \(later)"])]
      case 2: [.reply(500, "", headers: ["Retry-After: soon"])]
      default: [.reply(400, "no")]
      }
    }
    defer { server.stop() }
    let judge = try judge(server)
    var found: [JudgeResponse] = []
    for _ in 0..<4 { found.append(try await judge.send([])) }
    #expect(found.map(\.status) == [429, 503, 500, 400])
    #expect(found[0].retryAfter == 7 && found[2].retryAfter == nil && found[3].retryAfter == nil)
    #expect(try (50...101).contains(#require(found[1].retryAfter)))
  }

  @Test func slow() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try await silence([.wait(seconds: 5)], seconds: 0.3) == "it did not answer within 0.3 s")
    // A byte now and then is no answer either.
    let head = LoopbackServer.Step.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".utf8))
    let drip =
      [head] + Array<[LoopbackServer.Step]>(repeating: [.send([0x48]), .wait(seconds: 0.1)], count: 60).flatMap { $0 }
    #expect(try await silence(drip, seconds: 0.5) == "it did not answer within 0.5 s")
    #expect(clock.now - start < .seconds(4))
  }

  @Test(arguments: [
    [LoopbackServer.Step.close],
    [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choi".utf8)), .close],
    [.send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".utf8)), .close],
    [.send((0..<200).map { UInt8(truncatingIfNeeded: $0 &* 151) }), .close],
    [.send(Array("220 mail.example.com ESMTP\r\n".utf8)), .close],
  ]) func brokenReplies(steps: [LoopbackServer.Step]) async throws {
    #expect(try await silence(steps) == "its answer breaks off or is not HTTP")
  }

  /// Longer than any verdict: given up while it comes, with or without a length.
  @Test(arguments: ["Content-Length: 1073741824\r\n", ""]) func hugeBodies(length: String) async throws {
    let head = LoopbackServer.Step.send(Array("HTTP/1.1 200 OK\r\n\(length)\r\n".utf8))
    #expect(try await silence([head, .flood(bytes: 1 << 30), .close]) == "its answer is longer than 1048576 bytes")
  }

  @Test func hugeHeads() async throws {
    let line = LoopbackServer.Step.send(Array("X-More: \(String(repeating: "x", count: 8000))\r\n".utf8))
    let steps =
      [LoopbackServer.Step.send(Array("HTTP/1.1 200 OK\r\n".utf8))] + Array(repeating: line, count: 10_000) + [.close]
    #expect(try await silence(steps) == "its answer is longer than 1048576 bytes")
  }

  /// The key goes to the host that was named and to no other.
  @Test(arguments: [301, 302, 303, 307, 308]) func redirects(status: Int) async throws {
    let elsewhere = try LoopbackServer { _, _ in [.verdict("{'pred': 'yes', 'score': 5}")] }
    defer { elsewhere.stop() }
    let target = "http://localhost:\(elsewhere.port)/v1/chat/completions"
    let server = try LoopbackServer { _, _ in [.reply(status, "", headers: ["Location: \(target)"])] }
    defer { server.stop() }
    #expect(try await judge(server).send([]).status == status)
    try await Task.sleep(for: .milliseconds(50))
    #expect(elsewhere.requests.isEmpty && server.requests.count == 1)
  }

  @Test func nobodyThere() async throws {
    let server = try LoopbackServer { _, _ in [] }
    let judge = try judge(server)
    server.stop()
    try await Task.sleep(for: .milliseconds(200))
    let error = try await #require(throws: JudgeSilence.self) { try await judge.send([]) }
    #expect(error.reason == "it cannot be reached")
  }

  @Test func cancelled() async throws {
    let server = try LoopbackServer { _, _ in [.wait(seconds: 10)] }
    defer { server.stop() }
    let judge = try judge(server)
    let clock = ContinuousClock()
    let start = clock.now
    let task = Task { try await judge.send([]) }
    try await Task.sleep(for: .milliseconds(100))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.now - start < .seconds(5))
  }

  @Test func keysAreTakenOutOfTexts() throws {
    let server = try LoopbackServer { _, _ in [] }
    defer { server.stop() }
    #expect(try judge(server).redacted("a \(Self.key) b") == "a [key] b")
  }
}
