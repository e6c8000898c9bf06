import Foundation
import M3TestSupport
import Subprocess
import Testing

/// `score` and `eval` with a judge, the built program against a server on loopback.
@Suite struct JudgeCommandTests {
  private static let key = "sk-never-to-be-seen"
  private static let environment = ["OPENAI_API_KEY": key, "M3_JUDGE_KEY": key]

  private func score(
    _ fixture: RunFixture, _ server: LoopbackServer, _ more: [String] = [], model: String = "some-judge"
  ) async throws -> Program.Ran {
    let words = ["score", fixture.run, "--judge-url", server.url, "--judge-model", model] + more
    let ran = try await Program.run(words, environment: Self.environment)
    #expect(!(ran.out + ran.err).contains(Self.key))
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.run) {
      #expect(try !fixture.text(name).contains(Self.key), "\(name)")
    }
    return ran
  }

  private func answered(open: Int = 6) async throws -> RunFixture {
    let fixture = try RunFixture(open: open)
    let ran = try await Program.run(fixture.eval())
    #expect(ran.code == 0, "\(ran.err)")
    return fixture
  }

  /// 429 with Retry-After, 500, garbage, a broken connection, a key that is echoed, a reply that cannot be read.
  @Test func aJudgeThatMisbehaves() async throws {
    let fixture = try await answered()
    let server = try LoopbackServer { number, request in
      switch number {
      case 0: [.reply(429, "slow down", headers: ["Retry-After: 1"])]
      case 1: [.reply(500, "oops \(request.header("authorization") ?? "")")]
      case 2: [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".utf8)), .close]
      case 3: [.reply(200, "<html></html>")]
      case 4: [.verdict("well, \(request.header("authorization") ?? "") yes")]
      default: [.verdict("{'pred': 'yes', 'score': 4}")]
      }
    }
    defer { server.stop() }
    let ran = try await score(fixture, server, ["--judge-concurrency", "1"])
    #expect(ran.code == 0, "\(ran.err)")
    #expect(ran.out.contains("generic:all judged: accuracy 83.3 %"), "\(ran.out)")
    #expect(ran.out.contains("score 4.00 of 5"), "\(ran.out)")
    #expect(ran.out.contains("by loopback-1 at 127.0.0.1:\(server.port), prompt video-chatgpt/1"), "\(ran.out)")
    #expect(ran.out.contains("1 of 6 replies of the judge could not be read and count as no"), "\(ran.out)")
    let rows = try fixture.lines("judge.jsonl")
    #expect(rows.count == 6 && rows[0]["attempts"] as? Int == 5)
    #expect(rows[0]["reply"] as? String == "well, Bearer [key] yes" && rows[0]["outcome"] as? String == "unparsed")
    #expect(rows[1]["reply"] as? String == "{'pred': 'yes', 'score': 4}" && rows[1]["model"] as? String == "loopback-1")
    // Again: nothing is asked, the numbers are the same; so they are without the flags.
    let before = server.requests.count
    let again = try await score(fixture, server)
    #expect(again.out == ran.out && server.requests.count == before)
    #expect(try await Program.run(["score", fixture.run]).out == ran.out)
    let metrics = try await Program.run(["score", fixture.run, "--json"]).object()
    let judge = try #require(metrics["judge"] as? [String: Any])
    let identity = try #require(judge["identity"] as? [String: Any])
    #expect(identity["host"] as? String == "127.0.0.1:\(server.port)" && identity["model"] as? String == "some-judge")
    #expect(identity["prompt"] as? String == "video-chatgpt/1" && identity.count == 3)
    let page = fixture.run + ".html"
    let report = try await Program.run(["report", fixture.run, "--thumbnails", "0", "-o", page, "--quiet"])
    #expect(report.code == 0, "\(report.err)")
    let html = try String(contentsOfFile: page, encoding: .utf8)
    for words in [
      "accuracy by the judge", "loopback-1 at 127.0.0.1:\(server.port), prompt video-chatgpt/1",
      "judge: 1 of 6 replies of the judge could not be read", "\"j\":\"yes, 4 of 5\"",
      "\"j\":\"a reply that could not be read\"",
    ] { #expect(html.contains(words), "\(words)") }
    // Another judge's verdicts do not mix with these.
    let other = try await score(fixture, server, model: "other")
    #expect(other.code == 1 && server.requests.count == before)
    #expect(other.error?.message.contains("judge's model: some-judge then, other now") == true, "\(other.err)")
  }

  @Test func evalJudgesWhatItAsked() async throws {
    let fixture = try RunFixture(open: 2)
    let server = try LoopbackServer { _, _ in [.verdict("{'pred': 'no', 'score': 1}")] }
    defer { server.stop() }
    let ran = try await Program.run(
      fixture.eval(["--judge-url", server.url, "--judge-model", "j", "--judge-temperature", "0"]),
      environment: Self.environment)
    #expect(ran.code == 0 && ran.out.contains("judged: accuracy 0.0 %, score 1.00 of 5"), "\(ran.out)\(ran.err)")
    #expect(server.requests.count == 2)
    let request = try #require(server.requests.first)
    let body = try #require(JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
    #expect(body["temperature"] as? Double == 0 && body["model"] as? String == "j" && body.count == 3)
  }

  /// Killed while replies are under way: what was paid for is kept, and no row is judged twice.
  @Test func killedAndResumed() async throws {
    let fixture = try await answered(open: 20)
    let server = try LoopbackServer { _, _ in [.wait(seconds: 0.02), .verdict("{'pred': 'yes', 'score': 3}")] }
    defer { server.stop() }
    var asked = 0
    for kept in [3, 9] {
      _ = try await Subprocess.run(
        .name("sh"),
        arguments: [
          "-c", "exec \"$0\" \"$@\"", Program.path, "score", fixture.run, "--judge-url", server.url, "--judge-model",
          "j", "--judge-concurrency", "2",
        ],
        environment: try Program.variables(Self.environment), input: .none, output: .discarded, error: .discarded
      ) { execution in
        for _ in 0..<3000 {
          if (try? fixture.lines("judge.jsonl").count) ?? 0 >= kept { break }
          try await Task.sleep(for: .milliseconds(5))
        }
        try execution.send(signal: .kill)
      }
      asked = server.requests.count
    }
    let ran = try await score(fixture, server, model: "j")
    #expect(ran.code == 0, "\(ran.err)")
    let keys = try fixture.lines("judge.jsonl").compactMap { $0["key"] as? String }
    #expect(keys.count == 20 && Set(keys).count == 20)
    // Two a kill may have been under way.
    #expect(asked < 20 && (20...24).contains(server.requests.count), "\(server.requests.count) requests")
  }

  static let refusals: [(Int, [String], String, String?)] = [
    (401, [], "it does not accept the key (401)", "set M3_JUDGE_KEY or OPENAI_API_KEY to a key of that endpoint"),
    (302, ["Location: http://localhost:9/"], "it sends elsewhere (302), which is not followed", nil),
    (
      404, [], "it answers 404: no such model",
      "is --judge-url the endpoint's base, such as https://host/v1, and --judge-model one of its models?"
    ),
  ]

  @Test(arguments: refusals) func refused(status: Int, headers: [String], reason: String, hint: String?) async throws {
    let fixture = try await answered(open: 1)
    let server = try LoopbackServer { _, _ in
      [.reply(status, #"{"error": {"message": "no such model"}}"#, headers: headers)]
    }
    defer { server.stop() }
    let ran = try await score(fixture, server)
    #expect(ran.code == 1 && ran.out.isEmpty)
    #expect(ran.error?.message == "the judge at 127.0.0.1:\(server.port) refuses: \(reason)", "\(ran.err)")
    #expect(ran.error?.hint == hint)
    #expect(server.requests.count == 1)
  }

  @Test func keysDoNotGoInTheClear() async throws {
    let words = ["score", "/nowhere", "--judge-url", "http://judge.example/v1", "--judge-model", "j"]
    let ran = try await Program.run(words, environment: Self.environment)
    #expect(ran.code == 1)
    #expect(
      ran.error?.message == "judge.example is spoken to without encryption, and the key will not be sent so",
      "\(ran.err)")
    #expect(!ran.err.contains(Self.key))
  }

  @Test(arguments: [
    (["--judge-url", "https://h/v1"], "--judge-url and --judge-model belong together"),
    (["--judge-prompt", "f"], "--judge-prompt and --judge-temperature need --judge-url"),
    (["--judge-concurrency", "0"], "--judge-concurrency is 1 to 64, found 0"),
    (["--judge-timeout", "-1"], "--judge-timeout is above 0 and at most 86400, found -1.0"),
    (["--judge-attempts", "0"], "--judge-attempts is 1 to 100, found 0"),
  ]) func usage(more: [String], message: String) async throws {
    let ran = try await Program.run(["score", "/nowhere"] + more)
    #expect(ran.code == 64 && ran.error?.message == message, "\(ran.err)")
  }

  /// Two runs, question by question.
  @Test func twoRuns() async throws {
    let fixture = try await answered()
    let other = fixture.folder.path("other")
    #expect(try await Program.run(fixture.eval(["--score", "likelihood"], into: other)).code == 0)
    let ran = try await Program.run(["score", fixture.run, other])
    #expect(ran.code == 0, "\(ran.err)")
    #expect(ran.out.contains(" points over 7 questions"), "\(ran.out)")
    #expect(ran.out.contains("second minus first"), "\(ran.out)")
    let object = try await Program.run(["score", fixture.run, other, "--json"]).object()
    let lines = try #require(object["lines"] as? [[String: Any]])
    let comparison = try #require(lines.first?["comparison"] as? [String: Any])
    #expect((comparison["difference"] as? [String: Any])?["count"] as? Int == 7)
  }
}
