import Foundation
import M3Core
import M3Engine
import M3Planner
import M3TestSupport
import M3Video
import Testing

/// Which frames are seen, how often they are encoded, and what is said of those that are broken.
@Suite struct FrameTests {
  /// A budget larger than the clip sees every frame once.
  @Test func shortClips() async throws {
    let golden = try GoldenEngine()
    let events = try await golden.events(.golden(golden.clip, PlanRequest(budget: TokenBudget(tokens: 3500))))
    guard case .answer(let answer) = events.last else { throw GoldenEngine.NoAnswer() }
    #expect(answer.frames.map(\.index) == [0, 1, 2])
    #expect(answer.visualTokens == 1728)
  }

  /// A frame that a plan names several times is encoded once, and stands in the prompt as often.
  @Test func repeatsAreEncodedOnce() async throws {
    let golden = try GoldenEngine()
    var request = AskRequest.golden(golden.clip)
    let times: [(Double, VisualScale)] = [
      (0, .tokens9), (0.4, .tokens1), (1, .tokens9), (1.9, .tokens36), (1.2, .tokens9),
    ]
    request.plan = .saved(SavedPlan(frames: times.map { SavedPlan.Slot(time: $0, scale: $1) }), budget: nil)
    let events = try await golden.events(request)
    guard case .answer(let answer) = events.last else { throw GoldenEngine.NoAnswer() }
    #expect(answer.frames.map(\.index) == [0, 0, 1, 1, 1])
    #expect(answer.visualTokens == 9 + 1 + 9 + 36 + 9)
    let encoded = events.compactMap { if case .progress(.encode, _, let total) = $0 { total } else { nil } }
    #expect(encoded.allSatisfy { $0 == 2 })
  }

  /// Several pictures are one clip, a second each.
  @Test func stillsInOrder() async throws {
    let golden = try GoldenEngine()
    var request = AskRequest.golden(golden.wide, PlanRequest(scale: .tokens9))
    request.clip = [golden.wide, golden.wide]
    let answer = try await golden.answer(request)
    #expect(answer.frames.map(\.time) == [0, 1])
    #expect(answer.clip == request.clip && answer.visualTokens == 18)
  }

  /// Bytes in the middle of the pictures are overwritten: the frames are seen, and counted as damaged.
  @Test(arguments: Layout.allCases) func damagedFramesAreCounted(layout: Layout) async throws {
    let folder = try TemporaryFolder()
    let clip = try folder.write("damaged.mp4", try Self.movie { $0 / 2..<$0 / 2 + 60 })
    let golden = try GoldenEngine("llavanext")
    let frames = layout == .stream ? 24 : 12
    let answer = try await golden.answer(
      .golden(clip, PlanRequest(frames: frames, scale: .tokens1, layout: layout), tokens: 1))
    #expect(answer.damagedFrames > 0 && answer.damagedFrames < frames)
    #expect(answer.frames.count + answer.lostFrames == frames)
  }

  /// The last quarter cannot be decoded at all: those frames are not seen, not replaced, and counted.
  @Test(arguments: Layout.allCases) func lostFramesAreCounted(layout: Layout) async throws {
    let folder = try TemporaryFolder()
    let clip = try folder.write("lost.mp4", try Self.movie { $0 * 3 / 4..<$0 })
    let golden = try GoldenEngine("llavanext")
    let plan = PlanRequest(frames: 12, scale: .tokens1, layout: layout)
    let answer = try await golden.answer(.golden(clip, plan, tokens: 1))
    let whole = try await golden.answer(.golden(GoldenEngine.movie, plan, tokens: 1))
    #expect(answer.lostFrames > 0)
    #expect(answer.frames == Array(whole.frames.dropLast(answer.lostFrames)))
    #expect(whole.lostFrames == 0 && whole.damagedFrames == 0)
    // A stream is shorter then; a collage has white cells in their places.
    #expect(answer.visualTokens == whole.visualTokens - (layout == .stream ? answer.lostFrames : 0))
  }

  /// When no planned frame can be decoded, there is nothing to answer from.
  @Test(arguments: Layout.allCases) func nothingSeen(layout: Layout) async throws {
    let folder = try TemporaryFolder()
    let clip = try folder.write("nothing.mp4", try Self.movie { $0 / 4..<$0 })
    let golden = try GoldenEngine()
    let request = AskRequest.golden(clip, PlanRequest(frames: 1, layout: layout))
    await #expect(throws: EngineError.nothingSeen(clip: clip, frames: 1)) { try await golden.answer(request) }
  }

  /// The movie with a part of its coded pictures overwritten; `part` is told how many bytes they are.
  private static func movie(without part: (Int) -> Range<Int>) throws -> Data {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: GoldenEngine.movie))
    let media = try #require(bytes.range(of: Data("mdat".utf8)))
    let size = bytes[media.lowerBound - 4..<media.lowerBound].reduce(0) { $0 << 8 | Int($1) } - 8
    for i in part(size) { bytes[media.upperBound + i] = 0xFF }
    return bytes
  }
}
