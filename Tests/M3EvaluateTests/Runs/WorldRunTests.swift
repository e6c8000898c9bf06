import Foundation
import M3Core
import M3Engine
import M3Model
import M3Planner
import M3TestSupport
import M3World
import Testing

@testable import M3Evaluate

/// The whole way from written clips to numbers, with a model of random weights: what it says means nothing, that it is
/// the same however the run goes does.
@Suite struct WorldRunTests {
  private let folder: TemporaryFolder
  private let draft: RunDraft

  init() throws {
    folder = try TemporaryFolder()
    let world = folder.file("world")
    try WorldWriter(encoder: EncoderSettings(side: 64, preset: "ultrafast"))
      .write(split: .test, count: 4, folder: URL(filePath: world))
    let annotations = try Dataset.generic.read(split: "all", at: world)
    var records: [QuestionRecord] = []
    for clip in Set(annotations.records.map(\.media)).sorted() {
      let own = annotations.records.filter { $0.media == clip }
      records += own.filter { $0.choices.isEmpty }.prefix(1) + own.filter { !$0.choices.isEmpty }.prefix(2)
    }
    #expect(records.count == 12)
    draft = RunDraft(records: records, videos: world)
  }

  private func engine() throws -> VideoEngine {
    try VideoEngine(checkpoint: Checkpoint.open(Goldens.path("llava15")), stopwatch: Stopwatch { 0 })
  }

  @Test(arguments: OptionScoring.allCases)
  func aRunIsTheSameWhereverItWasInterrupted(scoring: OptionScoring) async throws {
    var draft = draft
    draft.scoring = scoring
    let whole = folder.file("whole")
    let progress = try await draft.run(in: whole).run(engine())
    #expect(progress.done == 12 && progress.failed == 0)
    let samples = try timeless(whole)
    let torn = folder.file("torn")
    try await draft.run(in: torn).run(engine())
    let file = URL(filePath: torn + "/samples.jsonl")
    let bytes = try Data(contentsOf: file)
    for length in [0, bytes.count / 3, bytes.count * 4 / 5] {
      try bytes.prefix(length).write(to: file)
      try await draft.run(in: torn).run(engine())
      #expect(try timeless(torn) == samples, "cut after \(length) bytes")
    }
    var found: [RunSample] = []
    try RunFolder(whole).forEachSample { found.append($0) }
    #expect(found.allSatisfy { $0.frames == 2 && $0.scale == 9 && $0.visualTokens == 18 })
    for sample in found where sample.options != nil {
      #expect(abs((sample.options ?? []).reduce(0, +) - 1) < 1e-4)
      if scoring == .likelihood { #expect(sample.choice != nil && sample.outcome == .read) }
    }
    #expect(found.count { $0.options != nil } == 8)
  }

  /// Ten questions about a clip are asked in groups of eight and two; the samples end inside and between them.
  @Test func aRunIsTheSameWhereverAGroupWasInterrupted() async throws {
    let world = folder.file("world")
    let records = try Dataset.generic.read(split: "all", at: world).records
    var many = draft
    many.records = Array(records.filter { $0.media == records[0].media }.prefix(10))
    #expect(many.records.count == 10)
    let whole = folder.file("whole")
    try await many.run(in: whole).run(engine())
    let samples = try timeless(whole)
    // One by one, as no group is.
    let single = folder.file("single")
    try await many.run(in: single).run(OneByOne(engine: engine()))
    #expect(try timeless(single) == samples)
    for kept in [0, 1, 5, 8, 9] {
      let torn = folder.file("torn-\(kept)")
      try await many.run(in: torn).run(engine())
      let file = URL(filePath: torn + "/samples.jsonl")
      let bytes = try Data(contentsOf: file)
      let ends = [-1] + bytes.indices.filter { bytes[$0] == 0x0A }
      try bytes.prefix(ends[kept] + 20).write(to: file)
      let progress = try await many.run(in: torn).run(engine())
      #expect(progress.kept == kept && progress.done == 10)
      #expect(try timeless(torn) == samples, "cut after \(kept) answers")
    }
  }

  private struct OneByOne: QuestionAnswerer {
    let engine: VideoEngine

    func prepare(_ requests: [AskRequest]) async throws -> StageSeconds { try await engine.prepare(requests) }
    func reply(to request: AskRequest) async throws -> Answer { try await engine.reply(to: request) }
  }

  @Test func shardsTogetherAreTheWholeRun() async throws {
    let whole = folder.file("whole")
    try await draft.run(in: whole).run(engine())
    var shards: [RunFolder] = []
    for number in 1...2 {
      var part = draft
      part.shard = .init(number: number, count: 2)
      let path = folder.file("shard-\(number)")
      try await part.run(in: path).run(engine())
      shards.append(RunFolder(path))
    }
    let merged = RunFolder(folder.file("merged"))
    try merged.merge(shards)
    #expect(try timeless(merged.path) == timeless(whole))
  }

  /// A sweep's answers are those that evaluations under its plans would give, and each frame is encoded once.
  @Test func aSweepAnswersAsSingleRunsDo() async throws {
    var sweep = draft
    sweep.records = Array(draft.records.prefix(3))
    let space = SweepSpace(scales: [.tokens1, .tokens9, .tokens36], frames: [1, 3, nil], budgets: [72])
    sweep.plans = space.plans.map { RunPlan($0, budget: space.largestBudget, sampling: .midpoint) }
    #expect(
      space.plans.map(\.name) == ["1x1", "1x9", "1x36", "3x1", "3x9", "maxx1 in 72", "maxx9 in 72", "maxx36 in 72"])
    let path = folder.file("sweep")
    try await sweep.run(in: path).run(engine())
    var byPlan: [String: [String?]] = [:]
    try RunFolder(path).forEachSample { byPlan[$0.plan ?? "", default: []].append($0.prediction) }
    #expect(byPlan.count == 8)
    for plan in sweep.plans.filter({ ["3x9", "maxx36 in 72"].contains($0.name) }) {
      var single = sweep
      single.plans = [plan]
      single.plans[0].name = nil
      let other = folder.file("single-\(plan.frames ?? 0)")
      try await single.run(in: other).run(engine())
      var predictions: [String?] = []
      try RunFolder(other).forEachSample { predictions.append($0.prediction) }
      #expect(byPlan[plan.name ?? ""] == predictions)
    }
    let report = try RunFolder(path).analyse(replicates: 20, permutations: 5)
    #expect(report.all?.questions == 3 && report.remaining == 0)
  }

  /// A stretch of the clip is looked at and nothing else.
  @Test func aSpanIsKept() async throws {
    var draft = draft
    draft.records = Array(draft.records.prefix(1))
    draft.records[0].start = 2
    draft.records[0].end = 2.5
    let path = folder.file("span")
    let run = try draft.run(in: path)
    try await run.run(engine())
    let clip = try #require(MediaSource(draft.videos, kind: .video).place(of: draft.records[0].media).file)
    let plan = try draft.plans[0].request(span: TimeSpan(start: 2, end: 2.5))
    let answer = try await engine().reply(
      to: AskRequest(
        clip: [clip], question: Question(text: "what?"), plan: .request(plan),
        decoding: DecodingOptions(maxTokens: 1)))
    #expect(answer.frames.count == 2)
    #expect(answer.frames.allSatisfy { $0.time >= 1.99 && $0.time < 2.5 })
    draft.records[0].start = 100
    draft.records[0].end = 101
    let outside = folder.file("outside")
    let progress = try await draft.run(in: outside).run(engine())
    #expect(progress.failed == 1)
  }
}

extension MediaIndex.Place {
  fileprivate var file: String? {
    if case .found(let path) = self { path } else { nil }
  }
}
