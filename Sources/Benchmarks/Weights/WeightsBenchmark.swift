import ArgumentParser
import Foundation
import M3Bench
import M3Core
import M3Model
import M3Planner
import M3Tensor

/// Measures what packed weights are worth: prefill and decode of a language model of LLaMA-7B's shape in every
/// precision, beside OpenBLAS and the memory's bandwidth, all in one run.
@main
struct WeightsBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights-benchmark",
    abstract: "Measure prefill, decode and memory of LLaMA-7B's shape with packed weights, or of CLIP-ViT-L/14-336's.",
    discussion: "Times of few layers are scaled to 32; the layers are alike, and the output layer is scaled with them.")

  @Option(help: "Layers that are made; 32 are the whole model.")
  var layers = 2

  @Option(help: "Visual tokens of the prompt.")
  var tokens = 2880

  @Option(help: "Text tokens of the prompt.")
  var text = 60

  @Option(help: "Threads.")
  var threads = 1

  @Option(help: "Decode steps of which the median is taken.")
  var steps = 15

  @Option(help: "Prefills of which the median is taken.")
  var prefills = 1

  @Option(help: "A folder for the random checkpoints, 0.85 GB a layer (default: a temporary one, removed afterwards).")
  var folder: String?

  @Option(help: "Precisions, with commas.")
  var precisions = "float32,bfloat16,int8,int4"

  @Flag(help: "Measure processor time, which other programs disturb less; for one thread.")
  var processorTime = false

  @Option(help: "Measure the whole vision tower and projector instead: pictures of which the median is taken.")
  var pictures: Int?

  func validate() throws {
    guard pictures ?? 1 >= 1 else { throw ValidationError("every number is at least 1") }
    guard threads == 1 || !processorTime else { throw ValidationError("--processor-time is for one thread") }
    guard layers >= 1, tokens >= 1, text >= 1, steps >= 1, prefills >= 1, threads >= 1 else {
      throw ValidationError("every number is at least 1")
    }
  }

  func run() throws {
    Processor.useThreads(threads)
    let place = folder ?? "\(NSTemporaryDirectory())/m3-weights-\(ProcessInfo.processInfo.processIdentifier)"
    defer { if folder == nil { try? FileManager.default.removeItem(atPath: place) } }
    if let pictures { return try runTower(pictures, in: place) }
    let source = "\(place)/float32-\(layers)"
    if !FileManager.default.fileExists(atPath: "\(source)/model.safetensors") {
      try FileManager.default.createDirectory(atPath: source, withIntermediateDirectories: true)
      try RandomCheckpoint.write(FewLayers.shape(layers), isFloat32: true, to: source)
    }
    let measure = Measure(processorTime: processorTime)
    print(
      "\(layers) of 32 layers, \(threads) thread\(threads == 1 ? "" : "s"), kernels \(Processor.level.rawValue), "
        + (processorTime ? "processor time" : "wall time"))
    let blas = try openBLAS(measure)
    var prefill: [String: Double] = [:]
    for name in precisions.split(separator: ",") {
      guard let precision = Precision(rawValue: String(name)), precision != .auto else {
        throw ValidationError("no precision \(name)")
      }
      prefill[precision.rawValue] = try run(precision, source, in: place, measure)
    }
    print("prefill, in units of OpenBLAS's products alone:")
    for (name, seconds) in prefill.sorted(by: { $0.key < $1.key }) {
      print("  \(name) \(short(seconds / blas * 100)) %")
    }
  }

  /// Vision tower and projector, a picture at a time.
  private func runTower(_ pictures: Int, in place: String) throws {
    let measure = Measure(processorTime: processorTime)
    let source = "\(place)/tower"
    if !FileManager.default.fileExists(atPath: "\(source)/model.safetensors") {
      try FileManager.default.createDirectory(atPath: source, withIntermediateDirectories: true)
      try RandomCheckpoint.write(FewLayers.wholeTower, isFloat32: false, to: source)
    }
    let checkpoint = try Checkpoint.open(source)
    let side = ModelPreset.llava15.imageProcessing.cropSide
    let picture = Picture(
      width: side, height: side, pixels: (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 * 37 % 255) })
    for name in precisions.split(separator: ",") {
      guard let precision = Precision(rawValue: String(name)), precision != .auto else {
        throw ValidationError("no precision \(name)")
      }
      let model = try MatryoshkaModel(checkpoint, ModelPrecision(checkpoint, precision))
      _ = model.encode([picture])
      let seconds = (0..<pictures).map { _ in measure.seconds { _ = model.encode([picture]) } }
      print("\(precision.rawValue): a picture in \(short(Measure.median(seconds) * 1000)) ms")
    }
  }

  /// All products of a prefill by OpenBLAS in Float32, scaled to 32 layers, in seconds.
  private func openBLAS(_ measure: Measure) throws -> Double {
    let compute = try Compute()
    let rows = min(1024, tokens)
    var seconds = 0.0
    for (inputs, outputs, count) in [(4096, 4096, 4), (4096, 11008, 2), (11008, 4096, 1)] {
      let x = Matrix(rows: rows, columns: inputs, values: [Float](repeating: 0.5, count: rows * inputs))
      let weight = Matrix(rows: outputs, columns: inputs, values: [Float](repeating: 0.1, count: outputs * inputs))
      let y = Matrix(rows: rows, columns: outputs)
      let each = (0..<3).map { _ in
        measure.seconds { compute.multiply(x.all, weight.all, .secondTransposed, into: y.all) }
      }
      seconds += Double(count) * Measure.median(each)
    }
    let whole = seconds * Double(tokens + text) / Double(rows) * 32
    print("OpenBLAS, the layers' products alone: \(short(whole)) s for a prefill of \(tokens + text), scaled")
    return whole
  }

  /// - Returns: seconds of a prefill, scaled to 32 layers.
  private func run(_ precision: Precision, _ source: String, in place: String, _ measure: Measure) throws -> Double {
    var path = source
    if precision != .float32 {
      path = "\(place)/\(precision.rawValue)-\(layers)"
      if !FileManager.default.fileExists(atPath: path) {
        let seconds = try measure.seconds {
          _ = try QuantizedCheckpoint(Checkpoint.open(source), as: precision).write(to: path) { _, _ in }
        }
        print("\(precision.rawValue): quantised in \(short(seconds)) s")
      }
    }
    let checkpoint = try Checkpoint.open(path)
    var made: MatryoshkaModel?
    let loading = try measure.seconds { made = try MatryoshkaModel(checkpoint, ModelPrecision(checkpoint, precision)) }
    guard let model = made else { return 0 }
    let scale = Double(FewLayers.whole) / Double(layers)
    let visual = VisualTokens(width: 4096, values: (0..<tokens * 4096).map { Float($0 % 997) / 25000 - 0.02 })
    let ids = (0..<text).map { Int32($0 % 100 + 3) }
    let cache = try model.makeCache(capacity: tokens + text + steps + 1)
    var logits = try model.prefill([.tokens(ids)], into: cache)
    let weights = model.decoderWeightBytes
    func keyValues(_ positions: Int) -> Int {
      KeyValueStore.byteCount(
        type: model.precision.keyValues, layers: layers, heads: 32, width: 128, positions: positions)
    }
    print(
      """
      \(precision.rawValue): ready in \(short(loading * 1000)) ms; scaled: weights of a step \
      \(gigabytes(Double(weights) * scale)), keys and values \(gigabytes(Double(keyValues(tokens + text)) * scale))
      """)
    try decode(model, cache, &logits, bytes: weights + keyValues(text), scale: scale, measure)
    let prefill = try (0..<prefills).map { _ in
      cache.truncate(to: 0)
      return try measure.seconds { logits = try model.prefill([.visual(visual), .tokens(ids)], into: cache) }
    }
    let seconds = Measure.median(prefill) * scale
    print("  prefill of \(tokens + text) tokens: \(short(seconds)) s, scaled")
    try decode(model, cache, &logits, bytes: weights + keyValues(tokens + text), scale: scale, measure)
    let memory = ["VmRSS", "RssAnon", "RssFile"].map { "\($0) \(gigabytes(Double(Measure.memory($0))))" }
    print("  in memory: \(memory.joined(separator: ", ")), of which 0.27 GB measure the bandwidth")
    return seconds
  }

  /// Steps from where the cache is, each beside a measurement of the bandwidth.
  private func decode(
    _ model: MatryoshkaModel, _ cache: KeyValueCache, _ logits: inout Logits, bytes: Int, scale: Double,
    _ measure: Measure
  ) throws {
    let mark = cache.count
    try model.decode(5, cache, into: &logits)
    cache.truncate(to: mark)
    var seconds: [Double] = []
    var shares: [Double] = []
    for _ in 0..<steps {
      let bandwidth = measure.bandwidth()
      let step = try measure.seconds { try model.decode(7, cache, into: &logits) }
      cache.truncate(to: mark)
      seconds.append(step)
      shares.append(Double(bytes) / step / bandwidth)
    }
    let step = Measure.median(seconds)
    print(
      "  decode after \(mark) tokens: \(short(step * scale * 1000)) ms, scaled, \(gigabytes(Double(bytes) / step))/s, "
        + "\(Int((Measure.median(shares) * 100).rounded())) % of what one thread reads from memory beside it")
  }

  private func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
  private func gigabytes(_ bytes: Double) -> String { "\((bytes / 1e7).rounded() / 100) GB" }
}
