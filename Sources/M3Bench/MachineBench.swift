import M3Core
public import M3Planner
import M3Tensor

/// Measures a machine: its limits, each stage at the shapes of real models, and what forecasts are made of.
public struct MachineBench: Sendable {
  public let settings: BenchSettings
  /// What the calibration will be of.
  public let machine: Calibration.Machine

  /// Rows that a run reports, roughly.
  public static let rowCount = 26

  public init(_ settings: BenchSettings, machine: Calibration.Machine) {
    self.settings = settings
    self.machine = machine
  }

  /// - Parameter report: gets each row as soon as it is measured.
  /// - Throws: what stops a stage: no memory, no room for temporary files; `CancellationError`.
  public func run(_ report: (BenchRow) -> Void) throws -> BenchReport {
    var rows: [BenchRow] = []
    func add(_ row: BenchRow) {
      rows.append(row)
      report(row)
    }
    var limits = MachineLimits(settings)
    try limits.look()
    try ProductStage(settings: settings).run(add)
    try limits.look()
    let whole = ModelPreset.llava15.shape
    let (large, small) = (largeShape, BenchShapes.small)
    let wide = try AttentionStage(
      settings: settings, heads: large.language.heads, width: large.language.headWidth
    ).run(add)
    let narrow = try AttentionStage(
      settings: settings, heads: small.language.heads, width: small.language.headWidth
    ).run(add)
    try limits.look()
    var read = ReadStage(settings)
    try read.run(add)
    let big = try ModelStage(
      settings: settings, attention: wide.many, shape: large, name: "7B",
      crops: settings.isFull ? 4 : 2,
      prompts: settings.isFull ? (64, 2940) : (32, 256), note: "random weights"
    ).run(add)
    let tiny = try ModelStage(
      settings: settings, attention: narrow.many, shape: small, name: "tiny", crops: 8,
      prompts: (64, 1024), note: nil
    ).run(add)

    try limits.look()

    // A small model's weights stay in the processor's cache: what its step takes is what layers cost besides.
    let perLayer = tiny.decode / Double(small.language.layers)
    let bytes = ModelStage.bytesPerWeight * ComputeCost(shape: large).weightsOfAStep
    let streaming = max(big.decode - perLayer * Double(large.language.layers), big.decode / 2)
    let calibration = Calibration(
      machine: machine, memoryBytesPerSecond: limits.bytesPerSecond,
      peakOperationsPerSecond: limits.operationsPerSecond,
      vision: [
        .init(width: small.vision.hidden, rate: tiny.vision), .init(width: large.vision.hidden, rate: big.vision),
      ],
      prefill: [
        .init(width: small.language.hidden, rate: tiny.prefill),
        .init(width: large.language.hidden, rate: big.prefill),
      ],
      weights: [
        .init(width: small.language.hidden, rate: tiny.weights),
        .init(width: large.language.hidden, rate: big.weights),
      ],
      attention: [
        .init(width: small.language.headWidth, rate: narrow.many),
        .init(width: large.language.headWidth, rate: wide.many),
      ],
      decodeBytesPerSecond: bytes / streaming, decodeSecondsPerLayer: perLayer, cacheBytesPerSecond: wide.one,
      readSecondsPerPixel: read.secondsPerPixel, readSecondsPerFrame: read.secondsPerFrame,
      cropSecondsPerPixel: read.cropSecondsPerPixel)
    let forecaster = Forecaster(
      calibration: calibration, shape: whole, bytesPerWeight: ModelStage.bytesPerWeight)
    forecaster.rows.forEach(add)
    return BenchReport(
      calibration: calibration, rows: limits.rows + rows.map(limits.compared), repeats: settings.repeats,
      disturbance: limits.disturbance)
  }

  private var largeShape: ModelShape {
    settings.isFull
      ? BenchShapes.large(visionLayers: ModelPreset.llava15.shape.vision.layers, languageLayers: 4)
      : BenchShapes.large(visionLayers: 2, languageLayers: 2)
  }
}

extension Forecaster {
  /// What the whole model of LLaVA-1.5-7B would take, scaled from the few layers that were run.
  fileprivate var rows: [BenchRow] {
    let (visual, text, answer) = (2880, 60, 1)
    let crop = forecast(clip: nil, frames: 1, crops: 1, visualTokens: 1).seconds
    let long = forecast(
      clip: nil, frames: 1, crops: 1, visualTokens: visual, textTokens: text, answerTokens: answer
    ).seconds
    let short = forecast(clip: nil, frames: 1, crops: 1, visualTokens: 1, textTokens: 8, answerTokens: answer).seconds
    let cost = ComputeCost(shape: shape)
    let run = cost.runPrefill(tokens: visual + text)
    let bytes = bytesPerWeight * cost.weightsOfAStep
    let note = "scaled from the shortest times by operations and bytes"
    return [
      BenchRow(
        "LLaVA-1.5-7B: vision tower and projector, a crop", seconds: crop[.encode],
        rate: cost.crop / crop[.encode], unit: .operations, note: note),
      BenchRow(
        "LLaVA-1.5-7B: prefill of \(visual + text) tokens", seconds: long[.prefill],
        rate: (run.products + run.attention) / long[.prefill], unit: .operations, note: note),
      BenchRow(
        "LLaVA-1.5-7B: decode, a token after 9", seconds: short[.decode], rate: bytes / short[.decode], unit: .bytes,
        note: note),
      BenchRow(
        "LLaVA-1.5-7B: decode, a token after \(visual + text)", seconds: long[.decode],
        rate: (bytes + cacheBytes(visual + text)) / long[.decode], unit: .bytes,
        note: note),
    ]
  }
}
