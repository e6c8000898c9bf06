import M3Core
import M3Model
public import M3Planner
import M3Tensor

/// Measures a machine: its limits, each stage at the shapes of real models, and what forecasts are made of.
public struct MachineBench: Sendable {
  public let settings: BenchSettings
  /// What the calibration will be of.
  public let machine: Calibration.Machine

  public init(_ settings: BenchSettings, machine: Calibration.Machine) {
    self.settings = settings
    self.machine = machine
  }

  /// Rows that a run reports before its limits.
  public var rowCount: Int {
    let attention =
      settings.keyValueTypes(settings.precisions).count + settings.keyValueTypes(settings.smallPrecisions).count
    let models = settings.precisions.count + settings.smallPrecisions.count
    return ProductStage.rowCount + 2 * attention + ReadStage.rowCount + 3 * models + 4 * settings.precisions.count
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
    let attention = try attention(add)
    try limits.look()
    var read = ReadStage(settings)
    try read.run(add)
    let models = try models(attention, limits, add)
    try limits.look()
    let calibration = Calibration(
      machine: machine, memoryBytesPerSecond: limits.bytesPerSecond,
      peakOperationsPerSecond: limits.operationsPerSecond, models: models, attention: attention,
      readSecondsPerPixel: read.secondsPerPixel, readSecondsPerFrame: read.secondsPerFrame,
      cropSecondsPerPixel: read.cropSecondsPerPixel)
    let whole = ModelPreset.llava15.shape
    for precision in settings.precisions {
      let held = settings.held(precision, whole)
      Forecaster(calibration: calibration, shape: whole, held: held).rows.forEach(add)
    }
    return BenchReport(
      calibration: calibration, rows: limits.rows + rows.map(limits.compared), repeats: settings.repeats,
      disturbance: limits.disturbance)
  }

  private func attention(_ report: (BenchRow) -> Void) throws -> [AttentionRates] {
    try settings.keyValueTypes(settings.precisions).map {
      try AttentionStage(settings, BenchModel.large(isFull: settings.isFull).shape.language, $0).run(report)
    }
      + settings.keyValueTypes(settings.smallPrecisions).map {
        try AttentionStage(settings, BenchModel.small.shape.language, $0).run(report)
      }
  }

  /// The passes through both sizes of model with each precision.
  private func models(
    _ attention: [AttentionRates], _ limits: MachineLimits, _ report: (BenchRow) -> Void
  ) throws -> [ModelRates] {
    let large = BenchModel.large(isFull: settings.isFull)
    var measured: [ModelRates] = []
    for precision in settings.smallPrecisions {
      // A small model's weights stay in the processor's cache: what its step takes is what layers cost besides.
      let small = BenchModel.small
      let found = try run(small, precision, attention, report)
      let perLayer = found.decode / Double(small.shape.language.layers)
      measured.append(
        rates(small, precision, found, stepBytes: limits.bytesPerSecond, stepSecondsPerLayer: perLayer))
      guard settings.precisions.contains(precision) else { continue }
      let big = try run(large, precision, attention, report)
      let streaming = max(big.decode - perLayer * Double(large.shape.language.layers), big.decode / 2)
      let bytes = Double(settings.held(precision, large.shape).stepBytes)
      measured.append(
        rates(large, precision, big, stepBytes: bytes / streaming, stepSecondsPerLayer: perLayer))
    }
    return measured
  }

  private func run(
    _ model: BenchModel, _ precision: Precision, _ attention: [AttentionRates], _ report: (BenchRow) -> Void
  ) throws -> ModelStage.Found {
    let held = settings.held(precision, model.shape)
    let many = attention.first { $0.type == held.keyValues && $0.width == model.shape.language.headWidth }?.many
    return try ModelStage(settings: settings, model: model, precision: precision, attention: many ?? .infinity)
      .run(report)
  }

  private func rates(
    _ model: BenchModel, _ precision: Precision, _ found: ModelStage.Found, stepBytes: Double,
    stepSecondsPerLayer: Double
  ) -> ModelRates {
    let held = settings.held(precision, model.shape)
    return ModelRates(
      precision: held.precision,
      bytesPerWeight: Double(held.stepBytes) / ComputeCost(shape: model.shape).weightsOfAStep,
      visionWidth: model.shape.vision.hidden, width: model.shape.language.hidden, vision: found.vision,
      prefill: found.prefill, chunkWeights: found.weights, stepBytes: stepBytes,
      stepSecondsPerLayer: stepSecondsPerLayer)
  }
}
