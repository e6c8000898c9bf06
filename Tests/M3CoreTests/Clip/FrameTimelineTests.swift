import M3Core
import Testing

@Suite struct FrameTimelineTests {
  static func constant(_ count: Int, rate: Int = 25) -> FrameTimeline {
    FrameTimeline(count: count, framesPerSecond: Rational(rate, 1))
  }

  /// Frames 0...50 at 25 a second, frame 50 for 6 s, then the rest; milliseconds.
  static let variable = FrameTimeline(
    timeBase: Rational(1, 1000), ticks: (0..<100).map { $0 <= 50 ? $0 * 40 : $0 * 40 + 6000 }, lastDuration: 40)

  /// Ten frames of an animation, frame 4 for 2 s; hundredths.
  static let animation = FrameTimeline(
    timeBase: Rational(1, 100), ticks: (0..<10).map { $0 <= 4 ? $0 * 10 : $0 * 10 + 190 }, lastDuration: 10)

  struct Case: CustomTestStringConvertible {
    let name: String
    let timeline: FrameTimeline
    let wanted: Int
    let indices: [Int]

    var testDescription: String { "\(name), \(wanted) wanted" }
  }

  static let midpoints = [
    Case(name: "100 frames", timeline: constant(100), wanted: 8, indices: [6, 18, 31, 43, 56, 68, 81, 93]),
    Case(name: "exactly on a frame", timeline: constant(100), wanted: 1, indices: [50]),
    Case(name: "all exactly on frames", timeline: constant(100), wanted: 5, indices: [10, 30, 50, 70, 90]),
    Case(name: "100 frames", timeline: constant(100), wanted: 4, indices: [12, 37, 62, 87]),
    Case(name: "every frame once", timeline: constant(100), wanted: 100, indices: Array(0..<100)),
    Case(name: "no more than there are", timeline: constant(100), wanted: 2880, indices: Array(0..<100)),
    Case(name: "59 frames", timeline: constant(59), wanted: 4, indices: [7, 22, 36, 51]),
    Case(
      name: "cut short, one frame lost before the last",
      timeline: FrameTimeline(timeBase: Rational(1, 25), ticks: Array(0..<58) + [59], lastDuration: 1), wanted: 4,
      indices: [7, 22, 37, 52]),
    Case(name: "50 frames", timeline: constant(50), wanted: 8, indices: [3, 9, 15, 21, 28, 34, 40, 46]),
    Case(name: "70 frames", timeline: constant(70), wanted: 8, indices: [4, 13, 21, 30, 39, 48, 56, 65]),
    Case(name: "one frame", timeline: constant(1), wanted: 8, indices: [0]),
    Case(name: "variable rate", timeline: variable, wanted: 8, indices: [15, 46, 50, 50, 50, 50, 53, 84]),
    Case(name: "animation", timeline: animation, wanted: 8, indices: [1, 4, 4, 4, 4, 4, 4, 8]),
    Case(
      name: "equal times: the last of them",
      timeline: FrameTimeline(timeBase: Rational(1, 10), ticks: [0, 5, 5, 5], lastDuration: 5), wanted: 4,
      indices: [0, 0, 3, 3]),
  ]

  @Test(arguments: midpoints)
  func midpoint(example: Case) {
    #expect(example.timeline.indices(example.wanted, by: .midpoint) == example.indices)
  }

  /// Three times as many frames contain the first ones.
  @Test(arguments: [1, 2, 3, 8, 20], [3, 5, 7])
  func oddMultiplesNest(count: Int, factor: Int) {
    for timeline in [Self.constant(1000), Self.variable, Self.animation] where count * factor <= timeline.count {
      let fine = timeline.indices(count * factor, by: .midpoint)
      let nested = (0..<count).map { fine[$0 * factor + factor / 2] }
      #expect(nested == timeline.indices(count, by: .midpoint))
    }
  }

  /// Ten days in nanoseconds times twice 2880 is more than 64 bits hold.
  @Test func fineClocksDoNotOverflow() {
    let day = Int64(86_400_000_000_000)
    let timeline = FrameTimeline(
      timeBase: Rational(1, 1_000_000_000), ticks: (0..<3000).map { $0 * day }, lastDuration: day)
    #expect(timeline.indices(3000, by: .midpoint) == Array(0..<3000))
    #expect(timeline.indices(1, by: .midpoint) == [1500])
  }

  @Test func facts() {
    #expect(Self.variable.count == 100)
    #expect(Self.variable.duration == 10)
    #expect(Self.variable.meanRate == 10)
    #expect(Self.animation.duration == 2.9)
    #expect(Self.constant(100).durationTicks == 100)
    #expect(Self.constant(100).duration == 4)
    #expect(Self.variable.time(of: 51) == 8.04)
    #expect(FrameTimeline(count: 3, framesPerSecond: Rational(30_000, 1001)).time(of: 2) == 2 * 1001 / 30_000.0)
  }

  @Test(arguments: [
    (-1.0, 0), (0, 0), (0.039, 0), (0.04, 1), (0.0799, 1), (2, 50), (7.999, 50), (8.03, 50), (8.04, 51), (9.96, 99),
    (9.999, 99), (10, 99), (1e300, 99), (-.infinity, 0), (.infinity, 99),
  ])
  func onScreen(seconds: Double, index: Int) {
    #expect(Self.variable.index(at: seconds) == index)
  }

  /// A tick can be as long as a frame: half of it is still the same frame.
  @Test(arguments: [(0.0, 0), (0.02, 0), (0.0399, 0), (0.04, 1), (0.06, 1), (3.98, 99)])
  func onScreenWithACoarseClock(seconds: Double, index: Int) {
    #expect(Self.constant(100).index(at: seconds) == index)
  }

  @Test(arguments: [Rational(1, 25), Rational(1001, 30_000), Rational(1, 90_000), Rational(1, 1_000_000_000)])
  func timesLeadBackToTheirFrames(timeBase: Rational) {
    let timeline = FrameTimeline(timeBase: timeBase, ticks: (0..<5000).map { $0 * 3_000_017 }, lastDuration: 1)
    #expect((0..<5000).allSatisfy { timeline.index(at: timeline.time(of: $0)) == $0 })
  }

  @Test func timesThatDoNotAscendAreAProgrammersError() async {
    await #expect(processExitsWith: .failure) {
      _ = FrameTimeline(timeBase: Rational(1, 25), ticks: [0, 2, 1], lastDuration: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = FrameTimeline(timeBase: Rational(1, 25), ticks: [1, 2], lastDuration: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = FrameTimeline(timeBase: Rational(1, 25), ticks: [], lastDuration: 1)
    }
  }
}
