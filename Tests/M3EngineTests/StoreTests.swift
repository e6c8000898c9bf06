import Foundation
import M3Core
import M3Model
import M3Planner
import M3TestSupport
import Synchronization
import Testing

@testable import M3Engine

/// What another process saw of a clip is not decoded and encoded again.
@Suite struct StoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func engine(
    _ model: String = "llava15", limit: Int = 1 << 30, memory: Int = 1 << 30,
    report: @escaping @Sendable (FeatureStoreNote) -> Void = { _ in }
  ) throws -> VideoEngine {
    try VideoEngine(
      checkpoint: Checkpoint.open(Goldens.path(model)), memory: memory,
      store: FeatureStore(path: folder.path("features"), limit: limit, report: report), stopwatch: Stopwatch { 0 })
  }

  private var contents: FeatureStore.Contents { FeatureStore(path: folder.path("features"), limit: 1).contents }

  private func files() throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder.path("features")) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path("features")).filter {
      $0.hasSuffix(".features")
    }.sorted()
  }

  /// The answer, and how many crops were encoded for it.
  private func ask(_ engine: VideoEngine, _ request: AskRequest) async throws -> (answer: Answer, crops: Int) {
    var crops = 0
    var answer: Answer?
    for try await event in engine.answer(request) {
      if case .progress(.encode, let done, _) = event { crops = done }
      if case .answer(let whole) = event { answer = whole }
    }
    return (try #require(answer), crops)
  }

  private func clip(_ model: String) -> String { Goldens.path("\(model)/clip.mkv") }

  /// Half precision changes the features by rounding only: every certain golden answer stays as it is.
  @Test(arguments: GoldenAnswer.models, GoldenAnswer.scales) func goldensStay(model: String, scale: Int) async throws {
    let golden = try GoldenAnswer.stream(model, scale: scale)
    let request = AskRequest.golden(clip(model), PlanRequest(frames: 3, scale: try VisualScale(tokens: scale)))
    let cold = try await ask(engine(model), request)
    let warm = try await ask(engine(model), request)
    #expect(cold.crops == 3 && warm.crops == 0)
    #expect(warm.answer.tokens == cold.answer.tokens)
    if golden.isCertain { #expect(warm.answer.tokens == golden.ids) }
  }

  @Test(arguments: ["llavanext", "original"], GoldenAnswer.scales)
  func goldenPicturesStay(model: String, scale: Int) async throws {
    let golden = try GoldenAnswer.anyres(model, scale: scale)
    let plan = PlanRequest(frames: 1, scale: try VisualScale(tokens: scale), layout: .grid)
    let request = AskRequest.golden(Goldens.path("\(model)/wide.png"), plan)
    let cold = try await ask(engine(model), request)
    let warm = try await ask(engine(model), request)
    #expect(cold.crops == 5 && warm.crops == 0)
    #expect(warm.answer.tokens == cold.answer.tokens && warm.answer.visualTokens == golden.visualTokens)
    if golden.isCertain { #expect(warm.answer.tokens == golden.ids) }
  }

  /// A file holds what one look encoded; coarser scales follow from it, finer ones and other frames are added.
  @Test func looksAddUp() async throws {
    func look(_ frames: Int, _ scale: VisualScale) async throws -> Int {
      let budget = try TokenBudget(tokens: 3500)
      let plan = PlanRequest(budget: budget, frames: frames, scale: scale)
      return try await ask(engine(), .golden(GoldenEngine.movie, plan, tokens: 1)).crops
    }
    #expect(try await look(4, .tokens36) == 4)
    #expect(try await look(4, .tokens9) == 0)
    #expect(try await look(4, .tokens144) == 4)
    // Midpoints of 12 segments hold those of 4.
    #expect(try await look(12, .tokens1) == 8)
    #expect(contents.files == 3 && contents.clips == 1 && contents.bytes > 0)
  }

  /// The same content under another name is the same clip; the same name with another content is not.
  @Test func contentDecides() async throws {
    let plan = PlanRequest(frames: 2, scale: .tokens1)
    try folder.copy(GoldenEngine.movie, as: "a.mp4")
    #expect(try await ask(engine(), .golden(folder.path("a.mp4"), plan, tokens: 1)).crops == 2)
    try folder.copy(GoldenEngine.movie, as: "b.mp4")
    #expect(try await ask(engine(), .golden(folder.path("b.mp4"), plan, tokens: 1)).crops == 0)
    try FileManager.default.removeItem(atPath: folder.path("a.mp4"))
    try folder.copy(clip("llava15"), as: "a.mp4")
    #expect(try await ask(engine(), .golden(folder.path("a.mp4"), plan, tokens: 1)).crops == 2)
    #expect(contents.clips == 2)
  }

  /// Whatever features depend on keeps them apart.
  @Test func settingsDecide() async throws {
    var request = AskRequest.golden(GoldenEngine.movie, PlanRequest(frames: 2, scale: .tokens1), tokens: 1)
    #expect(try await ask(engine(), request).crops == 2)
    #expect(try await ask(engine("original"), request).crops == 2)
    request.fit = .squash
    #expect(try await ask(engine(), request).crops == 2)
    request.reduction = .spatial
    #expect(try await ask(engine(), request).crops == 2)
    #expect(try await ask(engine(), request).crops == 0)
    #expect(contents.files == 4 && contents.clips == 1)
  }

  /// The answer of a damaged frame is as careful as it was.
  @Test func damageIsRemembered() async throws {
    var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: GoldenEngine.movie)))
    let media = try #require(Data(bytes).range(of: Data("mdat".utf8))).upperBound
    for place in bytes.count / 2..<bytes.count / 2 + 60 { bytes[max(media, place)] = 0xFF }
    let file = try folder.write("damaged.mp4", bytes)
    let request = AskRequest.golden(file, PlanRequest(frames: 24, scale: .tokens1), tokens: 1)
    let cold = try await ask(engine(), request)
    let warm = try await ask(engine(), request)
    #expect(cold.answer.damagedFrames > 0 && warm.crops <= cold.answer.lostFrames)
    #expect(warm.answer.damagedFrames == cold.answer.damagedFrames && warm.answer.frames == cold.answer.frames)
  }

  /// Torn, overwritten and foreign files are noticed, removed, said once, and made again.
  @Test(arguments: ["cut", "longer", "header", "values", "foreign", "empty", "other"])
  func brokenFilesAreRemoved(how: String) async throws {
    let request = AskRequest.golden(GoldenEngine.movie, PlanRequest(frames: 3, scale: .tokens9), tokens: 1)
    let whole = try await ask(engine(), request)
    let name = try #require(try files().first)
    let path = folder.path("features/\(name)")
    var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    switch how {
    case "cut": bytes.removeLast(bytes.count / 3)
    case "longer": bytes += [0]
    case "header": bytes[40] ^= 1
    case "values": bytes[bytes.count - 100] ^= 1
    case "foreign": bytes = Array("not one of ours".utf8)
    case "empty": bytes = []
    default: bytes.replaceSubrange(8..<16, with: [UInt8](repeating: 0xFF, count: 8))
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let notes = Notes()
    let again = try await ask(engine { notes.add($0) }, request)
    #expect(again.crops > 0 && again.answer.tokens == whole.answer.tokens)
    #expect(notes.all == [.damaged(file: path)])
    // Of a file with one bad entry the others were used, and went with it.
    _ = try await ask(engine(), request)
    #expect(try await ask(engine(), request).crops == 0)
  }

  /// Other files in the folder are nobody's business.
  @Test func otherFilesStay() async throws {
    let request = AskRequest.golden(GoldenEngine.movie, PlanRequest(frames: 2, scale: .tokens1), tokens: 1)
    _ = try await ask(engine(), request)
    try folder.write("features/notes.txt", "mine")
    let store = FeatureStore(path: folder.path("features"), limit: 1)
    #expect(store.clear().files == 1)
    #expect(store.contents == FeatureStore.Contents(files: 0, bytes: 0, clips: 0))
    #expect(try String(contentsOfFile: folder.path("features/notes.txt"), encoding: .utf8) == "mine")
    #expect(try await ask(engine(), request).crops == 2)
  }

  /// The folder never holds more than it may, and what was used last stays longest.
  @Test func theOldestGoesFirst() async throws {
    func request(_ frames: Int) -> AskRequest {
      .golden(GoldenEngine.movie, PlanRequest(frames: frames, scale: .tokens9), tokens: 1)
    }
    _ = try await ask(engine(), request(1))
    let one = contents.bytes
    // Different frames each time: midpoints of 1, 2 and 4 segments. There is room for 1 and 4 of them.
    _ = try await ask(engine(), request(2))
    let limit = 5 * one
    // Used again, so that the file of two frames is the oldest.
    _ = try await ask(engine(), request(1))
    _ = try await ask(engine(limit: limit), request(4))
    #expect(contents.bytes <= limit)
    #expect(try await ask(engine(memory: 0), request(1)).crops == 0)
    #expect(try await ask(engine(memory: 0), request(4)).crops == 0)
    #expect(try await ask(engine(memory: 0), request(2)).crops == 2)
  }

  @Test func tooLargeIsSaidOnce() async throws {
    let notes = Notes()
    let engine = try engine(limit: 1000) { notes.add($0) }
    for frames in [1, 2, 4] {
      let request = AskRequest.golden(GoldenEngine.movie, PlanRequest(frames: frames, scale: .tokens36), tokens: 1)
      _ = try await ask(engine, request)
    }
    #expect(contents.files == 0)
    guard case .tooLarge(_, 1000) = notes.all.first else { throw Unexpected() }
    #expect(notes.all.count == 1)
  }

  /// A folder that cannot be made, as a disk that is full, stops no answer and is said once.
  @Test func whereNothingCanBeWritten() async throws {
    try folder.write("features", "a file where the folder would be")
    let notes = Notes()
    let engine = try engine(memory: 0) { notes.add($0) }
    let request = AskRequest.golden(GoldenEngine.movie, PlanRequest(frames: 2, scale: .tokens1), tokens: 1)
    for _ in 0..<2 { #expect(try await ask(engine, request).crops == 2) }
    guard case .cannotWrite = notes.all.first else { throw Unexpected() }
    #expect(notes.all.count == 1)
  }

  @Test func aFullDiskIsSeen() {
    guard let full = StoreFile(locking: "/dev/full") else {
      Issue.record("it cannot be opened")
      return
    }
    let code = full.append([1, 2, 3])
    #expect(code == ENOSPC)
  }

  /// What a process left behind that died while writing goes with the next writing.
  @Test func unfinishedFilesGo() async throws {
    try FileManager.default.createDirectory(atPath: folder.path("features"), withIntermediateDirectories: true)
    try folder.write("features/.partial-abc", [UInt8](repeating: 0, count: 5000))
    let request = AskRequest.golden(GoldenEngine.movie, PlanRequest(frames: 2, scale: .tokens1), tokens: 1)
    _ = try await ask(engine(), request)
    #expect(!FileManager.default.fileExists(atPath: folder.path("features/.partial-abc")))
    #expect(contents.files == 1)
  }

  /// Many at once, each with its own files, and a limit that they share.
  @Test func manyAtOnce() async throws {
    let limit = 200_000
    try await withThrowingTaskGroup(of: Void.self) { group in
      for frames in 1...6 {
        group.addTask {
          let engine = try engine(limit: limit)
          let request = AskRequest.golden(
            GoldenEngine.movie, PlanRequest(frames: frames, scale: .tokens36), tokens: 1)
          let first = try await ask(engine, request)
          let second = try await ask(try self.engine(limit: limit), request)
          #expect(first.answer.tokens == second.answer.tokens)
          #expect(contents.bytes <= limit)
        }
      }
      try await group.waitForAll()
    }
    #expect(contents.bytes <= limit && contents.files > 0)
  }

  private final class Notes: Sendable {
    private let notes = Mutex<[FeatureStoreNote]>([])
    func add(_ note: FeatureStoreNote) { notes.withLock { $0.append(note) } }
    var all: [FeatureStoreNote] { notes.withLock { $0 } }
  }

  private struct Unexpected: Error {}
}
