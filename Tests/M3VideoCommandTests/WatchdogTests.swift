import Foundation
import M3Video
import Testing

@testable import m3_video

/// A decoder that hangs ends the process with a message; one that gets on, or does nothing, does not.
@Suite struct WatchdogTests {
  @Test func hangingDecoders() async throws {
    let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
      let pulse = DecoderPulse()
      Watchdog.watch(["hang\u{1B}.mp4"], pulse, limit: .milliseconds(200))
      pulse.during { Thread.sleep(forTimeInterval: 30) }
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains("error: hang\\u{1B}.mp4: the decoder has been busy with one picture for 0.2 s"))
    #expect(text.contains("\n\nhint: "))
  }

  @Test func decodersThatGetOn() async {
    await #expect(processExitsWith: .success) {
      let pulse = DecoderPulse()
      Watchdog.watch(["good.mp4"], pulse, limit: .milliseconds(400))
      // Many calls, together longer than the limit; then a caller that computes.
      for _ in 0..<30 { pulse.during { Thread.sleep(forTimeInterval: 0.02) } }
      try await Task.sleep(for: .milliseconds(600))
    }
  }

  /// Reading a clip beats the pulse, and no call stays open.
  @Test func clipsBeatThePulse() throws {
    let pulse = DecoderPulse()
    var limits = ClipLimits.standard
    limits.pulse = pulse
    let clip = try Clip.open(Samples.movie, limits: limits)
    let opened = pulse.calls
    var cursor = try clip.frames(at: Array(0..<96), threads: 2)
    while try cursor.next() != nil {}
    #expect(opened > 90 && pulse.calls > opened + 96)
    #expect(pulse.openCall == nil)
  }
}
