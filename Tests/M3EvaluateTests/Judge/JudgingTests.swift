import Foundation
import M3Core
import Synchronization
import Testing

@testable import M3Evaluate

/// Judging without a network: what is asked, kept, resumed, refused and counted.
///
/// The run has four clips with five questions each; two a clip are open, and the last clip has no file: six answers to
/// judge, two without an answer.
@Suite struct JudgingTests {
  private let folder: TemporaryFolder
  private let draft: RunDraft
  private let records: [String: QuestionRecord]
  private var out: RunFolder { RunFolder(folder.file("run")) }
  private var log: URL { URL(filePath: out.judgeLog) }

  init() async throws {
    folder = try TemporaryFolder()
    draft = try RunDraft.standIn(clips: 4, questions: 5, in: folder)
    records = Dictionary(uniqueKeysWithValues: draft.records.map { ($0.key, $0) })
    try await draft.run(in: folder.file("run")).run(StandIn())
  }

  private func judging(
    model: String = "judge", temperature: Double? = nil, policy: JudgePolicy = JudgePolicy(concurrency: 1)
  ) -> Judging {
    Judging(
      out, records: records,
      identity: JudgeIdentity(host: "h", model: model, prompt: .standard, temperature: temperature),
      policy: policy)
  }

  private let yes = ScriptedJudge { _, _ in ScriptedJudge.reply("{'pred': 'yes', 'score': 4}") }

  private func rows() throws -> [JudgeRow] {
    var rows: [JudgeRow] = []
    try out.forEachVerdict { rows.append($0) }
    return rows
  }

  @Test func everyOpenAnswerIsJudgedOnce() async throws {
    let judge = ScriptedJudge { number, _ in
      ScriptedJudge.reply(number % 2 == 0 ? "{'pred': 'yes', 'score': 4}" : "{'pred': 'no', 'score': 1}")
    }
    let progress = try await judging().run(judge)
    #expect(progress.done == 6 && progress.total == 6 && progress.unparsed == 0)
    let asked = judge.asked.withLock { $0 }
    #expect(asked.map(\.question) == (0..<3).flatMap { clip in [1, 3].map { "Which is it, \(clip) \($0)?" } })
    #expect(asked.allSatisfy { $0.answer == "a 1" && $0.prediction.hasPrefix("a ") })
    #expect(asked.allSatisfy { $0.body == ["model": "judge"] })
    #expect(try rows().allSatisfy { $0.model == "judge-0125" && $0.promptTokens == 120 && $0.attempts == 1 })
    // Again asks nothing.
    let again = try await judging().run(judge)
    #expect(again.kept == 6 && judge.asked.withLock { $0.count } == 6)

    let metrics = try out.score(replicates: 50, records: records)
    let summary = try #require(metrics.judge)
    let part = try #require(summary.parts.first)
    #expect(summary.identity == JudgeIdentity(host: "h", model: "judge", prompt: .standard))
    #expect(summary.models == ["judge-0125": 6])
    // Three of eight: two questions have no answer and count as no.
    #expect(part.accuracy?.headline.value == 3.0 / 8 && part.accuracy?.headline.low != nil)
    #expect(part.score?.value == 2.5 && part.score?.count == 6)
    #expect(part.judged == 6 && part.unanswered == 2 && part.remaining == 0 && summary.caveat == nil)
    let written = try Data(contentsOf: URL(filePath: out.metrics))
    #expect(try JSONDecoder.m3.decode(RunMetrics.self, from: written) == metrics)
    // Without the questions at hand the verdicts are all that is known.
    #expect(try out.score(replicates: 50).judge?.parts.first?.accuracy?.headline.value == 0.5)
  }

  @Test func repliesThatCannotBeReadAreCountedAndKept() async throws {
    let judge = ScriptedJudge { number, _ in
      switch number {
      case 0: ScriptedJudge.reply("I think yes!")
      case 1: ScriptedJudge.reply("{'pred': 'yes'}")
      case 2: ScriptedJudge.reply("")
      default: ScriptedJudge.reply("{'pred': 'yes', 'score': 5}", model: "other")
      }
    }
    let progress = try await judging().run(judge)
    #expect(progress.done == 6 && progress.unparsed == 2)
    #expect(try rows().map(\.reply).prefix(2) == ["I think yes!", "{'pred': 'yes'}"])
    let summary = try #require(out.score(replicates: 50, records: records).judge)
    let part = try #require(summary.parts.first)
    #expect(part.accuracy?.headline.value == 4.0 / 8 && part.score?.count == 3)
    #expect(part.unparsed == 2 && part.withoutScore == 1 && part.judged == 4)
    let caveat = try #require(summary.caveat)
    #expect(caveat.contains("2 of 6 replies of the judge could not be read and count as no"))
    #expect(caveat.contains("1 of 6 replies give no score"))
    #expect(caveat.contains("several models replied: judge-0125, other"))
  }

  /// What may pass passes: 429 with and without Retry-After, 500, silence, garbage.
  @Test func troublesThatPass() async throws {
    let judge = ScriptedJudge { number, _ in
      switch number {
      case 0: JudgeResponse(status: 429, retryAfter: 7, body: [])
      case 1: JudgeResponse(status: 500, body: Array("oops".utf8))
      case 2: throw JudgeSilence(reason: "it broke off")
      case 3: JudgeResponse(status: 200, body: Array("<html>".utf8))
      case 4: JudgeResponse(status: 200, body: Array(#"{"choices": []}"#.utf8))
      default: ScriptedJudge.reply("{'pred': 'no', 'score': 0}")
      }
    }
    let progress = try await judging().run(judge)
    #expect(progress.done == 6 && progress.silent == 0)
    #expect(judge.asked.withLock { $0.count } == 11)
    #expect(try rows().map(\.attempts) == [6, 1, 1, 1, 1, 1])
    let pauses = judge.pauses.withLock { $0 }
    #expect(pauses.count == 5 && pauses[0] == 7)
    for (place, longest) in [(1, 2.0), (2, 4), (3, 8), (4, 16)] {
      #expect(pauses[place] <= longest && pauses[place] > longest / 2, "backoff doubles, less a share")
    }
  }

  /// Three rows without a reply, none with one between them, end it; rows that were under way are kept.
  @Test func silenceEndsIt() async throws {
    let judge = ScriptedJudge { number, _ in
      if number < 2 { return ScriptedJudge.reply("{'pred': 'no', 'score': 0}") }
      throw JudgeSilence(reason: "it cannot be reached")
    }
    let error = await #expect(throws: EvaluateError.self) {
      try await judging(policy: JudgePolicy(concurrency: 1, attempts: 2)).run(judge)
    }
    #expect(error == .judgeSilent(host: "h", attempts: 2, reason: "it cannot be reached", retryAfter: nil))
    #expect(try rows().map(\.outcome) == [.read, .read, .silent, .silent, .silent])
    let summary = try #require(out.score(replicates: 50, records: records).judge)
    #expect(summary.parts.first?.remaining == 4)
    #expect(summary.caveat == "4 answers are still to be judged")
    // The same again: only what has no reply is asked.
    let progress = try await judging().run(yes)
    #expect(progress.kept == 2 && progress.done == 6 && yes.asked.withLock { $0.count } == 4)
    #expect(try out.score(replicates: 50, records: records).judge?.parts.first?.accuracy?.headline.value == 4.0 / 8)
  }

  /// One row that never gets a reply does not stop the others.
  @Test func aRowIsGivenUp() async throws {
    let judge = ScriptedJudge { _, asked in
      if asked.question == "Which is it, 0 3?" { return JudgeResponse(status: 400, body: Array("filtered".utf8)) }
      return ScriptedJudge.reply("{'pred': 'yes', 'score': 5}")
    }
    let progress = try await judging().run(judge)
    #expect(progress.done == 5 && progress.silent == 1)
    let row = try #require(rows().first { $0.outcome == .silent })
    #expect(row.error == "it answers 400: filtered" && row.attempts == 1)
  }

  static let refusals: [(Int, String)] = [
    (401, "it does not accept the key (401)"), (403, "it does not accept the key (403)"),
    (302, "it sends elsewhere (302), which is not followed"), (404, "it answers 404: no such [key]"),
  ]

  @Test(arguments: refusals) func refusalsEndItAtOnce(status: Int, reason: String) async throws {
    let judge = ScriptedJudge { _, _ in
      JudgeResponse(status: status, body: Array(#"{"error": {"message": "no such SECRET"}}"#.utf8))
    }
    let error = await #expect(throws: EvaluateError.self) { try await judging().run(judge) }
    #expect(error == .judgeRefuses(host: "h", status: status, reason: reason))
    #expect(judge.asked.withLock { $0.count } == 1)
  }

  /// A server that asks for more patience than there is.
  @Test func longWaitsAreNotWaitedFor() async throws {
    let judge = ScriptedJudge { _, _ in JudgeResponse(status: 429, retryAfter: 86_400, body: []) }
    let error = await #expect(throws: EvaluateError.self) { try await judging().run(judge) }
    guard case .judgeSilent(_, 1, _, 86_400)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(judge.asked.withLock { $0.count } == 3 && judge.pauses.withLock { $0.isEmpty })
  }

  @Test func keysAreNotWritten() async throws {
    let judge = ScriptedJudge { number, _ in
      if number == 1 { return JudgeResponse(status: 400, body: Array("you sent SECRET".utf8)) }
      return ScriptedJudge.reply("{'pred': 'yes', 'score': 5, 'key': 'SECRET'}", model: "SECRET")
    }
    try await judging().run(judge)
    let files = try FileManager.default.contentsOfDirectory(atPath: out.path)
    #expect(files.contains("judge.jsonl") && files.contains("judge.json"))
    for file in files {
      let text = try String(contentsOfFile: "\(out.path)/\(file)", encoding: .utf8)
      #expect(!text.contains("SECRET"), "\(file)")
      if file == "judge.jsonl" { #expect(text.contains("[key]")) }
    }
  }

  @Test(arguments: [1, 3, 16]) func asManyAtATimeAsAllowed(concurrency: Int) async throws {
    let judge = ScriptedJudge { _, _ in
      try await Task.sleep(for: .milliseconds(20))
      return ScriptedJudge.reply("{'pred': 'yes', 'score': 5}")
    }
    let progress = try await judging(policy: JudgePolicy(concurrency: concurrency)).run(judge)
    #expect(progress.done == 6)
    #expect(judge.mostUnderWay.withLock { $0 } == min(concurrency, 6))
    #expect(Set(try rows().map(\.number)).count == 6)
  }

  /// The file cut at every byte of its last line, and rubbish at its end: nothing twice, nothing lost.
  @Test func goesOnFromATornLine() async throws {
    try await judging().run(yes)
    let bytes = try Data(contentsOf: log)
    let last = try #require(bytes.dropLast().lastIndex(of: 0x0A)) + 1
    for cut in stride(from: last, to: bytes.count, by: 7) {
      try bytes.prefix(cut).write(to: log)
      let judge = ScriptedJudge { _, _ in ScriptedJudge.reply("{'pred': 'yes', 'score': 4}") }
      try await judging().run(judge)
      #expect(judge.asked.withLock { $0.count } == 1, "cut after \(cut) bytes")
      #expect(try Data(contentsOf: log) == bytes)
    }
    try (Data("{}\n".utf8) + bytes).write(to: log)
    let error = await #expect(throws: EvaluateError.self) { try await judging().run(yes) }
    #expect(error == .badRecord(file: out.judgeLog, line: 1))
  }

  @Test func anotherJudgeIsRefused() async throws {
    try await judging().run(yes)
    let other = await #expect(throws: EvaluateError.self) { try await judging(model: "better").run(yes) }
    #expect(other == .judgeDiffers(folder: out.path, differences: ["judge's model: judge then, better now"]))
    let warmer = await #expect(throws: EvaluateError.self) { try await judging(temperature: 0).run(yes) }
    #expect(
      warmer
        == .judgeDiffers(
          folder: out.path, differences: ["judge's temperature: the endpoint's own then, 0.0 now"]))
    #expect(yes.asked.withLock { $0.count } == 6)
  }

  @Test func twoJudgesAtATimeAreRefused() async throws {
    try await judging().run(yes)
    let log = try RecordLog<JudgeRow>.open(out, out.judgeLog) { _ in true }
    let error = await #expect(throws: EvaluateError.self) { try await judging().run(yes) }
    #expect(error == .runBusy(folder: out.path))
    #expect(log.tornBytes == 0)
  }

  /// An answer that was given anew is judged anew.
  @Test func verdictsCountForTheVeryAnswer() async throws {
    try await judging().run(yes)
    let file = URL(filePath: out.samples)
    let text = try String(contentsOf: file, encoding: .utf8)
    let answer = try #require(text.firstMatch(of: /"prediction":"a [0-9]+"/))
    try text.replacing(answer.output, with: #""prediction":"another""#, maxReplacements: 1)
      .write(to: file, atomically: true, encoding: .utf8)
    let judge = ScriptedJudge { _, _ in ScriptedJudge.reply("{'pred': 'no', 'score': 0}") }
    try await judging().run(judge)
    #expect(judge.asked.withLock { $0.map(\.prediction) } == ["another"])
    #expect(try out.score(replicates: 50, records: records).judge?.parts.first?.accuracy?.headline.value == 5.0 / 8)
  }

  @Test func nothingToJudge() async throws {
    var closed = draft
    closed.records = closed.records.filter { !$0.choices.isEmpty }
    let path = folder.file("closed")
    try await closed.run(in: path).run(StandIn())
    let identity = JudgeIdentity(host: "h", model: "m", prompt: .standard)
    await #expect(throws: EvaluateError.self) {
      try await Judging(RunFolder(path), records: records, identity: identity).run(yes)
    }
    #expect(yes.asked.withLock { $0.isEmpty })
  }

  @Test func cancelledInTheMiddle() async throws {
    let judge = ScriptedJudge { number, _ in
      if number == 3 { throw CancellationError() }
      return ScriptedJudge.reply("{'pred': 'yes', 'score': 5}")
    }
    await #expect(throws: CancellationError.self) { try await judging().run(judge) }
    #expect(try rows().count == 3)
    try await judging().run(yes)
    #expect(yes.asked.withLock { $0.count } == 3)
  }
}
