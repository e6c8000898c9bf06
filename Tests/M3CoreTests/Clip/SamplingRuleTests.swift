import M3Core
import Testing

@Suite struct SamplingRuleTests {
  /// NumPy 2's `linspace(0, F - 1, n, dtype=int)`, rows with rounding trouble among them.
  @Test(arguments: [
    (100, 8, [0, 14, 28, 42, 56, 70, 84, 99]), (100, 1, [0]), (100, 2, [0, 99]), (1, 1, [0]), (2, 2, [0, 1]),
    (10, 4, [0, 3, 6, 9]), (5, 9, [0, 1, 2, 3, 4]), (7, 3, [0, 3, 6]),
    (31, 23, [0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 16, 17, 19, 20, 21, 23, 24, 25, 27, 28, 30]),
  ])
  func linspaceIsNumPys(frames: Int, wanted: Int, indices: [Int]) {
    #expect(FrameTimelineTests.constant(frames).indices(wanted, by: .linspace) == indices)
  }

  struct KeyFrames {
    let duration: Double
    let rate: Double
    let count: Int
    let interval: Int
    let indices: [Int]
  }

  @Test(arguments: [
    KeyFrames(duration: 10, rate: 30, count: 301, interval: 50, indices: [0, 50, 100, 150, 200, 250]),
    KeyFrames(duration: 10, rate: 25, count: 251, interval: 41, indices: [0, 41, 82, 123, 164, 205]),
    KeyFrames(duration: 15.02, rate: 30_000 / 1001, count: 451, interval: 75, indices: [0, 75, 150, 225, 300, 375]),
    KeyFrames(duration: 180, rate: 30, count: 5401, interval: 900, indices: [0, 900, 1800, 2700, 3600, 4500]),
    KeyFrames(duration: 0.5, rate: 10, count: 6, interval: 1, indices: [0, 1, 2, 3, 4, 5]),
    KeyFrames(duration: 1.006, rate: 1000, count: 1011, interval: 168, indices: [0, 168, 336, 504, 672, 840]),
    KeyFrames(duration: 4.35, rate: 100, count: 435, interval: 72, indices: [0, 72, 144, 216, 288, 360]),
    // The reference fails where the interval is 0; here frames repeat.
    KeyFrames(duration: 0.4, rate: 12, count: 5, interval: 0, indices: [0, 0, 1, 2, 3, 4]),
    KeyFrames(duration: 0, rate: 25, count: 1, interval: 0, indices: [0, 0, 0, 0, 0, 0]),
  ])
  func keyFramesAreIGVLMs(example: KeyFrames) {
    let sampling = IGVLMSampling(duration: example.duration, rate: example.rate)
    #expect(sampling.frameCount == example.count)
    #expect(sampling.interval(6) == example.interval)
    #expect(sampling.indices(6) == example.indices)
  }

  @Test func absurdDurationsAreCapped() {
    #expect(IGVLMSampling(duration: 1e18, rate: 1e6).frameCount == 1_000_000_000_000_001)
  }

  @Test func igvlmWalksTheClipAtAConstantRate() {
    #expect(FrameTimelineTests.constant(100).indices(6, by: .igvlm) == [0, 16, 32, 48, 64, 80])
    let nominal = FrameTimelineTests.variable.indices(6, by: .igvlm, nominalRate: Rational(25, 1))
    #expect(nominal == [0, 41, 50, 50, 50, 55])
  }

  @Test(arguments: SamplingRule.allCases, [1, 2, 7, 100, 5000])
  func indicesAscendAndExist(rule: SamplingRule, wanted: Int) {
    for timeline in [FrameTimelineTests.constant(1), FrameTimelineTests.variable, FrameTimelineTests.animation] {
      let indices = timeline.indices(wanted, by: rule)
      #expect(indices.count == min(wanted, timeline.count))
      #expect(indices == indices.sorted())
      #expect(indices.allSatisfy { (0..<timeline.count).contains($0) })
    }
  }
}
