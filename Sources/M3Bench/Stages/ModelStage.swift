import Foundation
import M3Core
import M3Model
import M3Planner
import M3Tensor

/// The passes through a model of one size, and what they say about others.
struct ModelStage {
  /// What the passes of one size took.
  struct Found {
    /// Vision tower and projector, operations a second.
    var vision = 0.0
    /// Products of a prefill, operations a second; and what a chunk costs besides, weights a second.
    var prefill = 0.0
    var weights = 0.0
    /// Seconds of a decode step after a few tokens.
    var decode = 0.0
  }

  let settings: BenchSettings
  let model: BenchModel
  let precision: Precision
  /// Attention of many queries at this model's width of a head, operations a second.
  let attention: Double

  private var shape: ModelShape { model.shape }
  private var name: String { "\(model.name) \(precision.rawValue)" }

  func run(_ report: (BenchRow) -> Void) throws -> Found {
    let folder = "\(settings.folder)/model"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try RandomCheckpoint.write(shape, isFloat32: precision == .float32, to: folder)
    let checkpoint = try Checkpoint.open(folder)
    let held = try ModelPrecision(checkpoint, precision, keyValues: settings.keyValues)
    let model = try MatryoshkaModel(checkpoint, held)
    // Mapped files without a name go with the process, however it ends.
    try FileManager.default.removeItem(atPath: folder)
    var found = Found()
    try encode(model, &found, report)
    try prefill(model, &found, report)
    try decode(model, &found, report)
    return found
  }

  /// What of the whole model was run, for a row.
  private func note(_ layers: Int, _ more: String = "") -> String? {
    model.note.map { "\($0), \(layers) layers\(more)" }
  }

  private func encode(_ model: MatryoshkaModel, _ found: inout Found, _ report: (BenchRow) -> Void) throws {
    let side = model.configuration.imageProcessing.cropSide
    let pictures = (0..<self.model.crops).map { number in
      Picture(
        width: side, height: side,
        pixels: (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 &* (2 * number + 1) ^ $0 >> 7) })
    }
    let time = try settings.time { _ = model.encode(pictures) } / Double(pictures.count)
    let operations = ComputeCost(shape: shape).crop
    found.vision = operations / time.shortest
    report(
      BenchRow(
        "\(name): vision tower and projector, a crop", seconds: time.median, rate: operations / time.median,
        unit: .operations, onTiles: precision != .float32, note: note(shape.vision.layers)))
  }

  private func prefill(_ model: MatryoshkaModel, _ found: inout Found, _ report: (BenchRow) -> Void) throws {
    let cost = ComputeCost(shape: shape)
    let prompts = self.model.prompts
    let cache = try model.makeCache(capacity: prompts.long)
    func time(_ count: Int) throws -> Timing {
      let ids = (0..<count).map { Int32($0 * 7 % (shape.language.vocabulary - 1)) }
      return try settings.time {
        cache.truncate(to: 0)
        _ = try model.prefill([.tokens(ids)], into: cache)
      }
    }
    let (short, long) = (try time(prompts.short), try time(prompts.long))
    let (fewer, more) = (cost.runPrefill(tokens: prompts.short), cost.runPrefill(tokens: prompts.long))
    // What attention takes was measured by itself; two lengths tell the rest apart.
    let t1 = max(short.shortest - fewer.attention / attention, short.shortest / 10)
    let t2 = max(long.shortest - more.attention / attention, long.shortest / 10)
    found.prefill = t2 > t1 ? (more.products - fewer.products) / (t2 - t1) : more.products / t2
    let beside = max(t1 - fewer.products / found.prefill, t1 / 1000)
    found.weights = cost.layerWeights / beside
    let operations = more.products + more.attention
    report(
      BenchRow(
        "\(name): prefill of \(prompts.long) tokens", seconds: long.median, rate: operations / long.median,
        unit: .operations, onTiles: precision != .float32, note: note(shape.language.layers)))
  }

  private func decode(_ model: MatryoshkaModel, _ found: inout Found, _ report: (BenchRow) -> Void) throws {
    let steps = 8
    let start = 8
    let cache = try model.makeCache(capacity: start + steps)
    _ = try model.prefill([.tokens(Array(repeating: 1, count: start))], into: cache)
    var logits = Logits()
    let time =
      try settings.time {
        cache.truncate(to: start)
        for step in 0..<steps { try model.decode(Int32(step), cache, into: &logits) }
      } / Double(steps)
    found.decode = time.shortest
    let bytes = Double(model.decoderWeightBytes)
    report(
      BenchRow(
        "\(name): decode, a token after \(start)", seconds: time.median, rate: bytes / time.median, unit: .bytes,
        note: note(shape.language.layers, ", \(model.precision.keyValues.rawValue) keys and values")))
  }
}
