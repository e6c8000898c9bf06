import Foundation
import M3Core
import M3Engine
import M3Planner
import Synchronization
import Testing

@testable import M3Evaluate

/// Runs without a model: what is asked, written, resumed, refused and merged.
@Suite struct RunTests {
  private let folder: TemporaryFolder
  private let draft: RunDraft
  private var out: String { folder.file("run") }
  private var samples: String { out + "/samples.jsonl" }

  init() throws {
    folder = try TemporaryFolder()
    draft = try RunDraft.standIn(clips: 4, questions: 5, in: folder)
  }

  @Test func everyQuestionIsAskedOnceClipByClip() async throws {
    let answerer = StandIn()
    let progress = try await draft.run(in: out).run(answerer)
    #expect(progress.done == 20 && progress.total == 20 && progress.failed == 5)
    #expect(answerer.replies.withLock { $0 } == 15)
    #expect(answerer.prepared.withLock { $0 } == [5, 5, 5])
    var found: [RunSample] = []
    try RunFolder(out).forEachSample { found.append($0) }
    #expect(found.map(\.number) == Array(0..<20))
    #expect(found.map(\.media) == ["v0", "v1", "v2", "v3"].flatMap { Array(repeating: $0, count: 5) })
    // What is done once for a clip stands with its first question.
    #expect(found.map { $0.seconds?[.encode] ?? 0 } == (0..<20).map { $0 % 5 == 0 && $0 < 15 ? 1 : 0 })
    let metrics = try RunFolder(out).score()
    #expect(metrics.summary?.asked == 20)
    #expect(metrics.clipMissing == 5 && metrics.missingClips == 1 && metrics.failed == 5 && metrics.remaining == 0)
    #expect(metrics.caveat?.contains("1 missing clip leaves 5 without an answer") == true)
    #expect(try RunFolder(out).readCard().missingClips == ["v3"])
    #expect(metrics.summary?.parts.map(\.name) == ["even", "multiple choice", "odd", "open questions"])
    // Options alternate in being right, and the stand-in always says A; two clips of four are right.
    #expect(metrics.summary?.headline.value == 6.0 / 20)
  }

  @Test func aFailingClipIsWrittenDownAndTheRunGoesOn() async throws {
    let progress = try await draft.run(in: out).run(StandIn(broken: "v1"))
    #expect(progress.done == 20 && progress.failed == 10)
    var errors: [String: Int] = [:]
    try RunFolder(out).forEachSample { if let error = $0.error { errors[error, default: 0] += 1 } }
    #expect(errors == ["this clip does not decode": 5, "no file for the clip v3": 5])
  }

  /// Interrupted between any two answers.
  @Test func goesOnAfterEveryAnswer() async throws {
    try await draft.run(in: out).run(StandIn())
    let whole = try timeless(out)
    let again = folder.file("again")
    for _ in 0..<14 {
      await #expect(throws: CancellationError.self) { try await draft.run(in: again).run(StandIn(dies: 1)) }
    }
    let last = StandIn()
    let progress = try await draft.run(in: again).run(last)
    #expect(progress.done == 20 && progress.kept == 14 && last.replies.withLock { $0 } == 1)
    #expect(try timeless(again) == whole)
  }

  /// The file cut at every byte of its last two lines, and lines of rubbish at its end.
  @Test func goesOnFromATornLine() async throws {
    try await draft.run(in: out).run(StandIn())
    let whole = try timeless(out)
    let bytes = try Data(contentsOf: URL(filePath: samples))
    let ends = bytes.indices.filter { bytes[$0] == 0x0A }
    for length in (ends[ends.count - 3] + 1)..<bytes.count {
      try bytes.prefix(length).write(to: URL(filePath: samples))
      try await draft.run(in: out).run(StandIn())
      #expect(try timeless(out) == whole, "cut after \(length) bytes")
    }
    for rubbish in [Data(count: 700), Data("{}\n".utf8), Data("{\"number\":3".utf8), Data([0x0A])] {
      try (bytes + rubbish).write(to: URL(filePath: samples))
      try await draft.run(in: out).run(StandIn())
      #expect(try timeless(out) == whole)
    }
  }

  @Test func rubbishInTheMiddleIsRefused() async throws {
    try await draft.run(in: out).run(StandIn())
    let bytes = try Data(contentsOf: URL(filePath: samples))
    try (Data("oops\n".utf8) + bytes).write(to: URL(filePath: samples))
    let error = await #expect(throws: EvaluateError.self) { try await draft.run(in: out).run(StandIn()) }
    #expect(error == .badRecord(file: samples, line: 1))
  }

  /// A change of how it is asked, and what is said of it.
  enum Change: String, CaseIterable {
    case model = "model: model then, other now"
    case precision = "precision: float32 then, int4 now"
    case budget = "budget: 2880 then, 720 now"
    case scale = "scale: 9 then, the planner's choice now"
    case scoring = "score: letter then, likelihood now"
    case maxTokens = "max tokens: 4 then, 5 now"
    case limit = "limit: none then, 3 now"
    case shard = "shard: none then, 1/2 now"

    func made(of draft: RunDraft) -> RunDraft {
      var draft = draft
      switch self {
      case .model: draft.model = "other"
      case .precision: draft.precision = "int4"
      case .budget: draft.plans[0].budget = 720
      case .scale: draft.plans[0].scale = nil
      case .scoring: draft.scoring = .likelihood
      case .maxTokens: draft.maxTokens = 5
      case .limit: draft.limit = 3
      case .shard: draft.shard = .init(number: 1, count: 2)
      }
      return draft
    }
  }

  @Test(arguments: Change.allCases)
  func anotherRunIsRefused(change: Change) async throws {
    try await draft.run(in: out).run(StandIn())
    let before = try timeless(out)
    let other = change.made(of: draft)
    let error = await #expect(throws: EvaluateError.self) { try await other.run(in: out).run(StandIn()) }
    #expect(error == .runDiffers(folder: out, differences: [change.rawValue]))
    #expect(try timeless(out) == before)
  }

  @Test func otherAnnotationsAreRefused() async throws {
    try await draft.run(in: out).run(StandIn())
    var other = draft
    other.records[3].question += "!"
    let error = await #expect(throws: EvaluateError.self) { try await other.run(in: out).run(StandIn()) }
    #expect(error?.message.contains("annotations: ") == true)
    // Where the model stands does not matter.
    other = draft
    other.modelName = "elsewhere"
    try await other.run(in: out).run(StandIn())
  }

  @Test func twoWritersAreRefused() async throws {
    try await draft.run(in: out).run(StandIn())
    let log = try RecordLog<RunSample>.open(RunFolder(out), samples) { _ in true }
    let error = await #expect(throws: EvaluateError.self) { try await draft.run(in: out).run(StandIn()) }
    #expect(error == .runBusy(folder: out))
    #expect(log.tornBytes == 0)
  }

  @Test(arguments: [1, 2, 3])
  func shardsTogetherAreTheWholeRun(count: Int) async throws {
    try await draft.run(in: out).run(StandIn())
    var shards: [RunFolder] = []
    for number in 1...count {
      var part = draft
      part.shard = .init(number: number, count: count)
      let path = folder.file("shard-\(number)")
      try await part.run(in: path).run(StandIn())
      shards.append(RunFolder(path))
    }
    let merged = RunFolder(folder.file("merged"))
    try merged.merge(shards.reversed())
    #expect(try timeless(merged.path) == timeless(out))
    #expect(try merged.score().summary == RunFolder(out).score().summary)
    #expect(try merged.readCard().settings == RunFolder(out).readCard().settings)
    if count > 1 {
      #expect(throws: EvaluateError.cannotMerge(reason: "the shard 1/\(count) is missing")) {
        try merged.merge(Array(shards.dropFirst()))
      }
      #expect(throws: EvaluateError.cannotMerge(reason: "the shard 1/\(count) is given twice")) {
        try merged.merge(shards + [shards[0]])
      }
    }
  }

  @Test func limitTakesTheFirstQuestions() async throws {
    var few = draft
    few.limit = 6
    let progress = try await few.run(in: out).run(StandIn())
    #expect(progress.total == 6)
    var keys: [String] = []
    try RunFolder(out).forEachSample { keys.append($0.key) }
    #expect(keys == ["v0_0", "v0_1", "v1_0", "v1_1", "v2_0", "v3_0"])
  }

  @Test func aSweepAsksEveryQuestionUnderEveryPlan() async throws {
    var sweep = draft
    let space = SweepSpace(scales: [.tokens9, .tokens36], frames: [1, nil], budgets: [36, 360])
    #expect(space.plans.map(\.name) == ["1x9", "1x36", "maxx9 in 36", "maxx9 in 360", "maxx36 in 36", "maxx36 in 360"])
    sweep.plans = space.plans.map { RunPlan($0, budget: space.largestBudget, sampling: .midpoint) }
    let answerer = StandIn()
    let progress = try await sweep.run(in: out).run(answerer)
    #expect(progress.done == 20 * 6)
    #expect(answerer.prepared.withLock { $0 } == [30, 30, 30])
    let report = try RunFolder(out).analyse(replicates: 20, permutations: 5)
    #expect(report.plans == space.plans)
    #expect(report.all?.questions == 15 && report.failed == 30 && report.leftOut == 5)
    #expect(report.types.map(\.type) == ["even", "odd"])
    #expect(report.all?.oracle.accuracy.value == 6.0 / 15)
    #expect(report.all?.oracle.gain.value == 0)
    let data = try Data(contentsOf: URL(filePath: out + "/sweep.json"))
    #expect(try JSONDecoder.m3.decode(SweepReport.self, from: data) == report)
  }
}
