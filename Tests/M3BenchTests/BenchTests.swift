import M3Core
import M3Engine
import M3Model
import M3Planner
import M3TestSupport
import Testing

@testable import M3Bench

/// The stages of a measurement on small shapes: numbers come out, and forecasts can be made of them.
@Suite(.serialized) struct BenchTests {
  private let folder: TemporaryFolder
  private let settings: BenchSettings

  init() throws {
    folder = try TemporaryFolder()
    settings = BenchSettings(repeats: 1, folder: folder.path, stopwatch: .continuous)
  }

  @Test func randomCheckpointsOpen() throws {
    try RandomCheckpoint.write(BenchShapes.small, to: folder.path)
    let checkpoint = try Checkpoint.open(folder.path)
    #expect(checkpoint.configuration.shape == BenchShapes.small)
    #expect(checkpoint.summary.elementTypes.map(\.type) == ["bfloat16"])
  }

  /// The large shape is LLaVA's but for the number of layers and the vocabulary.
  @Test func theLargeShapeIsLLaVAs() {
    var shape = BenchShapes.large(visionLayers: 23, languageLayers: 32)
    shape.language.vocabulary = 32000
    #expect(shape == ModelPreset.llava15.shape)
  }

  @Test func aSmallModelIsMeasured() throws {
    var limits = MachineLimits(settings)
    try limits.look()
    let first = limits
    try limits.look()
    #expect(limits.bytesPerSecond >= first.bytesPerSecond && limits.disturbance >= first.disturbance)
    #expect(limits.operationsPerSecond >= first.operationsPerSecond && first.operationsPerSecond > 1e8)
    var rows: [BenchRow] = []
    let shape = BenchShapes.small
    let attention = try AttentionStage(
      settings: settings, heads: shape.language.heads, width: shape.language.headWidth
    ).run { rows.append($0) }
    let found = try ModelStage(
      settings: settings, attention: attention.many, shape: shape, name: "tiny", crops: 2,
      prompts: (16, 128), note: nil
    ).run { rows.append($0) }
    #expect(rows.count == 5)
    #expect(
      rows.map(limits.compared).allSatisfy { $0.seconds > 0 && $0.rate > 0 && $0.rate.isFinite && ($0.share ?? 0) > 0 })
    #expect(found.vision > 0 && found.prefill > 0 && found.weights > 0 && found.decode > 0)
    #expect(try folder.names().isEmpty, "the weights are gone")
  }

  @Test func readingIsMeasured() throws {
    var stage = ReadStage(settings)
    var rows: [BenchRow] = []
    try stage.run { rows.append($0) }
    #expect(rows.count == 2 && rows.allSatisfy { $0.rate > 0 })
    #expect(stage.secondsPerPixel > 0 && stage.secondsPerFrame >= 0 && stage.cropSecondsPerPixel > 0)
  }

  @Test func timings() throws {
    var calls = 0
    var times = [0.0, 5, 10, 11, 20, 22].makeIterator()
    nonisolated(unsafe) let next = { times.next() ?? 0 }
    let settings = BenchSettings(repeats: 3, folder: "", stopwatch: Stopwatch { unsafe next() })
    #expect(try settings.time { calls += 1 } == Timing(shortest: 1, median: 2))
    #expect(calls == 4)
  }

  @Test func growth() async throws {
    var bench = GrowthBench(
      settings, checkpoint: try Checkpoint.open(Goldens.path("llava15")), resetPeak: {}, peak: { 7 })
    bench.frames = [1, 12]
    bench.scales = [.tokens1, .tokens9]
    let points = try await bench.run { _ in }
    #expect(points.map(\.frames) == [1, 12, 5, 5])
    #expect(points.map(\.visualTokens) == [1, 12, 5, 45])
    #expect(points.allSatisfy { $0.bytes == 7 && $0.visionOperations > 0 && $0.prefillOperations > 0 })
    #expect(points.allSatisfy { $0.seconds[.encode] > 0 && $0.seconds[.prefill] > 0 })
  }
}

extension Stopwatch {
  static var continuous: Stopwatch {
    let clock = ContinuousClock()
    let start = clock.now
    return Stopwatch {
      let passed = (clock.now - start).components
      return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
    }
  }
}
