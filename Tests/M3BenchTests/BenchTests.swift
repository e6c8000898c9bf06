import M3Core
import M3Engine
import M3Model
import M3TestSupport
import M3Tensor
import Testing

@testable import M3Bench
@testable import M3Planner

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

  @Test func limitsAreTheBestOfAllLooks() throws {
    var limits = MachineLimits(settings)
    try limits.look()
    let first = limits
    try limits.look()
    #expect(limits.bytesPerSecond >= first.bytesPerSecond && limits.disturbance >= first.disturbance)
    #expect(limits.operationsPerSecond >= first.operationsPerSecond && first.operationsPerSecond > 1e8)
    let row = limits.compared(BenchRow("", seconds: 1, rate: 1e9, unit: .bytes))
    #expect(row.possible == limits.bytesPerSecond && (row.share ?? 0) > 0)
    let floats = limits.compared(BenchRow("", seconds: 1, rate: 1e9, unit: .operations))
    let tiles = limits.compared(BenchRow("", seconds: 1, rate: 1e9, unit: .operations, onTiles: true))
    #expect(floats.possible == limits.operationsPerSecond)
    #expect(tiles.possible == limits.tileOperationsPerSecond ?? limits.operationsPerSecond)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let precision: Precision
    /// That are wished for, and that are held then.
    let keyValues: KeyValueType?
    let held: KeyValueType
    let bytesPerWeight: Double

    init(_ precision: Precision, _ keyValues: KeyValueType?, held: KeyValueType, bytesPerWeight: Double) {
      self.precision = precision
      self.keyValues = keyValues
      self.held = held
      self.bytesPerWeight = bytesPerWeight
    }

    var testDescription: String { "\(precision.rawValue), \(held.rawValue)" }
  }

  /// The passes of a small model with each precision, and attention over its keys and values.
  @Test(arguments: [
    Case(.float32, nil, held: .float32, bytesPerWeight: 4), Case(.bfloat16, nil, held: .float16, bytesPerWeight: 2),
    Case(.int8, .int8, held: .int8, bytesPerWeight: 1.0625), Case(.int4, nil, held: .float16, bytesPerWeight: 0.5625),
  ])
  func precisionsAreMeasured(example: Case) throws {
    let (precision, keyValues) = (example.precision, example.held)
    var settings = settings
    settings.precisions = [precision]
    settings.keyValues = example.keyValues
    var rows: [BenchRow] = []
    var model = BenchModel.small
    model.crops = 2
    model.prompts = (16, 128)
    let held = settings.held(precision, model.shape)
    #expect(held.precision == precision.rawValue && held.keyValues == keyValues.rawValue)
    #expect(settings.keyValueTypes([precision]) == [keyValues])
    let attention = try AttentionStage(settings, model.shape.language, keyValues).run { rows.append($0) }
    #expect(attention.type == keyValues.rawValue && attention.isSound)
    let found = try ModelStage(settings: settings, model: model, precision: precision, attention: attention.many)
      .run { rows.append($0) }
    #expect(rows.count == 5)
    #expect(rows[..<2].allSatisfy { $0.work.contains(keyValues.rawValue) })
    #expect(rows[2...].allSatisfy { $0.work.hasPrefix("tiny \(precision.rawValue): ") })
    #expect(rows.allSatisfy { $0.seconds > 0 && $0.rate > 0 && $0.rate.isFinite })
    #expect(found.vision > 0 && found.prefill > 0 && found.weights > 0 && found.decode > 0)
    #expect(try folder.names().isEmpty, "the weights are gone")
    // A decode step's bytes are those of the precision: the rate is of them. The output layer of int4 has 8 bits.
    let step = rows[4].rate * rows[4].seconds
    #expect(abs(step / Double(held.stepBytes) - 1) < 1e-9)
    let weights = ComputeCost(shape: model.shape).weightsOfAStep
    let output = Double(model.shape.language.hidden * model.shape.language.vocabulary)
    let wanted = example.bytesPerWeight * weights + (precision == .int4 ? output / 2 : 0)
    #expect(abs(step / wanted - 1) < 1e-9)
  }

  /// Small models are held as float32 unless something else is wished for, so that is measured with them besides.
  @Test(arguments: [
    ([Precision.int8], [Precision.int8, .float32]), ([.float32], [.float32]),
    ([.int4, .int8], [.int4, .int8, .float32]),
  ])
  func smallModelsAreMeasuredAsTheyAreHeld(precisions: [Precision], small: [Precision]) {
    let settings = BenchSettings(precisions: precisions, folder: "", stopwatch: .continuous)
    #expect(settings.smallPrecisions == small)
    #expect(BenchSettings.standardPrecision == .int8)
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
