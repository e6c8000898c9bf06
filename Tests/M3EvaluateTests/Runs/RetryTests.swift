import Foundation
import M3Core
import M3Video
import Synchronization
import Testing

@testable import M3Evaluate

/// What is asked again: clips that are back, and on demand what failed.
///
/// No line twice, none torn, all in order.
@Suite struct RetryTests {
  private let folder: TemporaryFolder
  private let draft: RunDraft
  private var out: String { folder.file("run") }

  init() throws {
    folder = try TemporaryFolder()
    draft = try RunDraft.standIn(clips: 4, questions: 5, in: folder)
  }

  private func samples(_ path: String? = nil) throws -> [RunSample] {
    var found: [RunSample] = []
    try RunFolder(path ?? out).forEachSample { found.append($0) }
    return found
  }

  /// A run over all clips, none missing, nothing failed.
  private func undisturbed() async throws -> [String] {
    let path = folder.file("whole")
    try await draft.run(in: path).run(StandIn())
    return try timeless(path)
  }

  @Test func aClipThatIsBackIsAskedAbout() async throws {
    try await draft.run(in: out).run(StandIn())
    #expect(try RunFolder(out).readCard().missingClips == ["v3"])
    let first = try timeless(out)
    // Nothing has changed: nothing is asked.
    let idle = StandIn()
    try await draft.run(in: out).run(idle, retryingFailed: false)
    #expect(idle.replies.withLock { $0 } == 0)
    #expect(try timeless(out) == first)
    try folder.write(Data(), to: "videos/v3.mp4")
    let answerer = StandIn()
    let progress = try await draft.run(in: out).run(answerer)
    #expect(progress.kept == 15 && progress.done == 20 && progress.failed == 0)
    #expect(answerer.replies.withLock { $0 } == 5)
    #expect(try RunFolder(out).readCard().missingClips.isEmpty)
    #expect(try RunFolder(out).score(replicates: 20).caveat == nil)
    let whole = try await undisturbed()
    #expect(try timeless(out) == whole)
  }

  @Test func failuresAreAskedAgainOnDemand() async throws {
    try folder.write(Data(), to: "videos/v3.mp4")
    try await draft.run(in: out).run(StandIn(broken: "v1"))
    let before = try timeless(out)
    let idle = StandIn()
    try await draft.run(in: out).run(idle)
    #expect(idle.replies.withLock { $0 } == 0)
    #expect(try timeless(out) == before)
    let answerer = StandIn()
    let progress = try await draft.run(in: out).run(answerer, retryingFailed: true)
    #expect(progress.failed == 0 && answerer.replies.withLock { $0 } == 5)
    let whole = try await undisturbed()
    #expect(try timeless(out) == whole)
  }

  /// Interrupted between any two answers of the second attempt, and the file torn each time.
  @Test func anInterruptedRetryGoesOn() async throws {
    try folder.write(Data(), to: "videos/v3.mp4")
    let whole = try await undisturbed()
    try await draft.run(in: out).run(StandIn(broken: "v1"))
    for attempt in 0..<5 {
      await #expect(throws: CancellationError.self) {
        try await draft.run(in: out).run(StandIn(dies: attempt == 0 ? 0 : 1), retryingFailed: attempt == 0)
      }
      let file = URL(filePath: out + "/samples.jsonl")
      try (Data(contentsOf: file) + Data("{\"number\":7,\"key".utf8)).write(to: file)
    }
    #expect(try samples().map(\.number) == Array(0..<5) + Array(10..<20) + Array(5..<9))
    // Shards that stand like this are merged in order all the same.
    #expect(try SampleIndex(out + "/samples.jsonl").lines.map(\.number) == Array(0..<9) + Array(10..<20))
    try await draft.run(in: out).run(StandIn())
    #expect(try timeless(out) == whole)
    #expect(!FileManager.default.fileExists(atPath: out + "/samples.jsonl.partial"))
  }

  /// Lines that stand twice, as no program writes them, count once.
  @Test func doubleLinesCountOnce() async throws {
    try await draft.run(in: out).run(StandIn())
    let whole = try timeless(out)
    let file = URL(filePath: out + "/samples.jsonl")
    let bytes = try Data(contentsOf: file)
    try (bytes + bytes).write(to: file)
    let progress = try await draft.run(in: out).run(StandIn())
    #expect(progress.done == 20)
    #expect(try timeless(out) == whole)
  }

  /// A clip on which the decoder did not stop: what was answered stays, the rest counts as failed, and nothing decodes
  /// it again until that is asked for.
  @Test func aClipThatGotStuck() async throws {
    try folder.write(Data(), to: "videos/v3.mp4")
    await #expect(throws: CancellationError.self) { try await draft.run(in: out).run(StandIn(dies: 7)) }
    try RunFolder(out).note(stuck: "v1", reason: "it does not stop")
    try RunFolder(out).note(stuck: "elsewhere", reason: "nor does this")
    let answerer = StandIn()
    let progress = try await draft.run(in: out).run(answerer)
    #expect(progress.done == 20 && progress.failed == 3)
    #expect(answerer.prepared.withLock { $0.count } == 2)
    #expect(try samples().compactMap(\.error) == Array(repeating: "it does not stop", count: 3))
    #expect(try samples().allSatisfy { $0.isClipMissing == nil })
    // A torn note is no note.
    let notes = URL(filePath: out + "/stuck.jsonl")
    try (Data(contentsOf: notes) + Data("{\"media\":\"v2".utf8)).write(to: notes)
    try RunFolder(out).note(stuck: "v0", reason: "late")
    #expect(try RunFolder(out).stuckClips() == ["v1": "it does not stop", "elsewhere": "nor does this", "v0": "late"])
    try await draft.run(in: out).run(StandIn(), retryingFailed: true)
    let whole = try await undisturbed()
    #expect(try timeless(out) == whole)
    #expect(!FileManager.default.fileExists(atPath: notes.path))
  }

  @Test func theClipInSightIsKnown() async throws {
    let watch = RunWatch()
    var run = try draft.run(in: out)
    run = try EvaluationRun(
      folder: run.folder, card: run.card, order: run.order, media: run.media, wording: run.wording, watch: watch)
    var seen: [String?] = []
    try await run.run(StandIn()) { _ in seen.append(watch.clip) }
    #expect(seen == [nil] + ["v0", "v1", "v2", "v3"].flatMap { Array(repeating: $0, count: 5) })
    #expect(watch.clip == nil)
    #expect(run.limits.pulse === watch.pulse)
  }
}
