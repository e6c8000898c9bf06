import Foundation
import M3Core
import Synchronization
import Testing

@testable import M3Evaluate

/// Video-ChatGPT's benchmark of generated text: which aspects are judged, and pairs of questions as one.
@Suite struct GeneratedTextTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func made(task: String, pairs: Bool, broken: String? = nil) async throws -> (
    RunFolder, [String: QuestionRecord]
  ) {
    var draft = try RunDraft.standIn(clips: 3, questions: 2, in: folder)
    draft.task = task
    draft.records = draft.records.filter { $0.media != "v2" }.map { record in
      var record = record
      (record.choices, record.answerIndex, record.answers) = ([], nil, ["right"])
      if pairs { record.extra["pair"] = record.media }
      return record
    }
    let path = folder.file("run")
    try await draft.run(in: path).run(StandIn(broken: broken))
    return (RunFolder(path), Dictionary(uniqueKeysWithValues: draft.records.map { ($0.key, $0) }))
  }

  private func judge(_ folder: RunFolder, _ records: [String: QuestionRecord]) async throws -> [String] {
    let texts = Mutex<[String]>([])
    let judge = ScriptedJudge { number, asked in
      texts.withLock { $0.append(asked.question) }
      return ScriptedJudge.reply("{'score': \(number % 5)}")
    }
    let identity = JudgeIdentity(host: "h", model: "m", prompt: .standard)
    try await Judging(folder, records: records, identity: identity, policy: JudgePolicy(concurrency: 1)).run(judge)
    return texts.withLock { $0 }
  }

  @Test func threeAspectsOfOneAnswer() async throws {
    let (run, records) = try await made(task: "videochatgpt:generic", pairs: false)
    let asked = try await judge(run, records)
    #expect(asked.count == 12)
    let parts = try #require(run.score(replicates: 20, records: records).judge?.parts)
    #expect(parts.map(\.aspect) == [.correctness, .detail, .context])
    #expect(parts.allSatisfy { $0.accuracy == nil && $0.judged == 4 })
    // Scores 0 1 2 | 3 4 0 | 1 2 3 | 4 0 1 by answer.
    #expect(parts.map { $0.score?.value } == [2, 1.75, 1.5])
  }

  @Test func pairsAreOne() async throws {
    let (run, records) = try await made(task: "videochatgpt:consistency", pairs: true)
    let asked = try await judge(run, records)
    #expect(asked == ["", ""])
    let part = try #require(run.score(replicates: 20, records: records).judge?.parts.first)
    #expect(part.aspect == .consistency && part.judged == 2 && part.remaining == 0 && part.unanswered == 0)
    #expect(part.score?.value == 0.5)
  }

  @Test func halfAPairIsNoAnswer() async throws {
    let (run, records) = try await made(task: "videochatgpt:consistency", pairs: true, broken: "v1")
    #expect(try await judge(run, records).count == 1)
    let part = try #require(run.score(replicates: 20, records: records).judge?.parts.first)
    #expect(part.judged == 1 && part.unanswered == 1 && part.remaining == 0)
  }
}
