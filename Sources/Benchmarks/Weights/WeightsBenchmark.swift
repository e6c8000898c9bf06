import ArgumentParser
import Foundation
import M3Core
import M3Model
import M3Tensor

/// Measures what packed weights are worth: prefill and decode of a language model of LLaMA-7B's shape in every
/// precision, beside OpenBLAS and the memory's bandwidth, all in one run.
@main
struct WeightsBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights-benchmark",
    abstract: "Measure prefill, decode and memory of LLaMA-7B's shape with packed weights.",
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

  mutating func run() throws {
    Processor.useThreads(threads)
    let place = folder ?? "\(NSTemporaryDirectory())/m3-weights-\(ProcessInfo.processInfo.processIdentifier)"
    defer { if folder == nil { try? FileManager.default.removeItem(atPath: place) } }
    let shaped = ShapedCheckpoint(layers: layers)
    if !FileManager.default.fileExists(atPath: "\(place)/float32/config.json") {
      try shaped.write(to: "\(place)/float32")
    }
    print("\(layers) of 32 layers, \(threads) thread\(threads == 1 ? "" : "s"), kernels \(Processor.level.rawValue)")
    let block = [Float](repeating: 1, count: 1 << 28)
    let bandwidth = (0..<5).map { _ in Measure.bandwidth(of: block) }
    print("memory, one thread: \(gigabytes(Measure.median(bandwidth)))/s, best \(gigabytes(bandwidth.max() ?? 0))/s")
    try openBLAS()
    for name in precisions.split(separator: ",") {
      guard let precision = Precision(rawValue: String(name)) else { throw ValidationError("no precision \(name)") }
      try measure(precision, in: place, bandwidth: bandwidth.max() ?? 1)
    }
  }

  /// All products of the layers by OpenBLAS, in Float32 from memory.
  private func openBLAS() throws {
    let compute = try Compute()
    let rows = min(1024, tokens)
    var seconds = 0.0
    for (inputs, outputs, count) in [(4096, 4096, 4), (4096, 11008, 2), (11008, 4096, 1)] {
      let x = Matrix(rows: rows, columns: inputs, values: [Float](repeating: 0.5, count: rows * inputs))
      let weight = Matrix(rows: outputs, columns: inputs, values: [Float](repeating: 0.1, count: outputs * inputs))
      let y = Matrix(rows: rows, columns: outputs)
      let each = (0..<2).map { _ in
        Measure.seconds { compute.multiply(x.all, weight.all, .secondTransposed, into: y.all) }
      }
      seconds += Double(count) * (each.min() ?? 0)
    }
    let whole = seconds * Double(tokens + text) / Double(rows) * 32
    print("OpenBLAS, the layers' products alone: \(short(whole)) s for a prefill of \(tokens + text), scaled")
  }

  private func measure(_ precision: Precision, in place: String, bandwidth: Double) throws {
    var path = "\(place)/float32"
    if precision != .float32 {
      let packed = "\(place)/\(precision.rawValue)"
      if !FileManager.default.fileExists(atPath: packed) {
        let seconds = try Measure.seconds {
          _ = try QuantizedCheckpoint(Checkpoint.open(path), as: precision).write(to: packed) { _, _ in }
        }
        print("\(precision.rawValue): quantised in \(short(seconds)) s")
      }
      path = packed
    }
    let checkpoint = try Checkpoint.open(path)
    var model: MatryoshkaModel?
    let loading = try Measure.seconds { model = try MatryoshkaModel(checkpoint, ModelPrecision(checkpoint, precision)) }
    guard let model else { return }
    let scale = Double(ShapedCheckpoint.layers) / Double(layers)
    let visual = VisualTokens(
      width: 4096, values: (0..<tokens * 4096).map { Float($0 % 997) / 25000 - 0.02 })
    let ids = (0..<text).map { Int32($0 % 100 + 3) }
    let cache = try model.makeCache(capacity: tokens + text + steps + 8)
    var logits = try model.prefill([.tokens(ids)], into: cache)
    let short = try decode(model, cache, &logits)
    var prefill: [Double] = []
    for _ in 0..<prefills {
      cache.truncate(to: 0)
      prefill.append(
        try Measure.seconds { logits = try model.prefill([.visual(visual), .tokens(ids)], into: cache) })
    }
    let long = try decode(model, cache, &logits)
    let keyValues = KeyValueStore.byteCount(
      type: model.precision.keyValues, layers: layers, heads: 32, width: 128, positions: tokens + text)
    let weights = model.decoderWeightBytes
    let resident = Measure.memory("VmRSS")
    print(
      """
      \(precision.rawValue): ready in \(self.short(loading * 1000)) ms; weights of a step \(gigabytes(Double(weights) * scale)), \
      keys and values \(gigabytes(Double(keyValues) * scale)), scaled
        prefill \(self.short(Measure.median(prefill) * scale)) s, scaled
        decode after \(text) tokens \(self.short(short * scale * 1000)) ms, scaled: \
      \(gigabytes(Double(weights) / short))/s, \(percent(Double(weights) / short / bandwidth)) of the bandwidth
        decode after \(tokens + text) tokens \(self.short(long * scale * 1000)) ms, scaled: \
      \(gigabytes(Double(weights + keyValues) / long))/s, \(percent(Double(weights + keyValues) / long / bandwidth))
        resident now \(gigabytes(Double(resident))), of which 1.07 GB measure the bandwidth
      """)
  }

  private func decode(_ model: MatryoshkaModel, _ cache: KeyValueCache, _ logits: inout Logits) throws -> Double {
    let mark = cache.count
    try model.decode(5, cache, into: &logits)
    var seconds: [Double] = []
    for step in 0..<steps {
      seconds.append(try Measure.seconds { try model.decode(Int32(step + 3), cache, into: &logits) })
    }
    cache.truncate(to: mark)
    return Measure.median(seconds)
  }

  private func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
  private func gigabytes(_ bytes: Double) -> String { "\((bytes / 1e7).rounded() / 100) GB" }
  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
