import Foundation
import M3Core
import M3Engine
import M3Planner
import M3TestSupport
import M3Video
import Testing

/// Further questions about a clip neither open nor decode it again, unless it has changed.
@Suite struct ClipMemoryTests {
  private let folder: TemporaryFolder
  private let golden: GoldenEngine
  private let pulse = DecoderPulse()

  init() throws {
    folder = try TemporaryFolder()
    golden = try GoldenEngine()
    try folder.copy(golden.clip, as: "clip.mkv")
  }

  private func request(_ question: String = "What?") -> AskRequest {
    var request = AskRequest.golden(
      folder.path("clip.mkv"), PlanRequest(frames: 2, scale: .tokens9), question: question, tokens: 2)
    request.limits.pulse = pulse
    return request
  }

  @Test func openedOnce() async throws {
    _ = try await golden.engine.prepare([request(), request("Who?")])
    let calls = pulse.calls
    #expect(calls > 0)
    let answers = [try await golden.engine.reply(to: request()), try await golden.engine.reply(to: request("Who?"))]
    #expect(pulse.calls == calls)
    let fresh = try GoldenEngine()
    for (answer, question) in zip(answers, ["What?", "Who?"]) {
      let other = try await fresh.engine.reply(to: request(question))
      #expect(answer.tokens == other.tokens && answer.frames == other.frames)
    }
    #expect(pulse.calls > calls)
  }

  /// Another file under the same name, one that is gone, and other limits: all are looked at anew.
  @Test func whatChangedIsSeen() async throws {
    _ = try await golden.engine.prepare([request()])
    let before = try await golden.engine.reply(to: request())
    var strict = request()
    strict.limits.pixels = 16
    await #expect(throws: VideoError.self) { try await golden.engine.reply(to: strict) }
    try FileManager.default.removeItem(atPath: folder.path("clip.mkv"))
    await #expect(throws: VideoError.self) { try await golden.engine.reply(to: request()) }
    try folder.copy(GoldenEngine.movie, as: "clip.mkv")
    let after = try await golden.engine.reply(to: request())
    #expect(after.frames.map(\.index) != before.frames.map(\.index))
  }
}
