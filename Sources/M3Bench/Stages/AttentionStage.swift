import M3Tensor

/// Attention over a long cache: of many queries, as in a prefill, and of one, as in a decode step.
struct AttentionStage {
  private static let tokens = 2880

  let settings: BenchSettings
  let limits: MachineLimits
  let heads: Int
  let width: Int

  /// - Returns: operations a second of many queries, bytes of keys and values a second of one.
  func run(_ report: (BenchRow) -> Void) throws -> (many: Double, one: Double) {
    let compute = try Compute()
    guard let store = KeyValueStore(layers: 1, heads: heads, width: width, capacity: Self.tokens) else {
      throw BenchError.noMemory(what: "keys and values of \(Self.tokens) tokens")
    }
    let queries = 256
    let columns = heads * width
    let rows = Matrix(rows: queries, columns: columns)
    rows.all.fill()
    for start in stride(from: 0, to: Self.tokens, by: queries) {
      let part = rows.first(min(queries, Self.tokens - start))
      store.write(part, part, layer: 0, at: start)
    }
    let output = Matrix(rows: queries, columns: columns)
    let position = Self.tokens - queries
    let seconds = try settings.median {
      compute.attend(rows.all, over: store, layer: 0, from: position, into: output.all)
    }
    let pairs = Double(queries) * (Double(position) + Double(queries + 1) / 2)
    let many = 4 * pairs * Double(columns) / seconds
    report(
      BenchRow(
        "attention of \(queries) queries over \(Self.tokens) tokens, \(heads) x \(width)", seconds: seconds, rate: many,
        unit: .operations, possible: limits.operationsPerSecond))
    let oneSecond = try settings.median {
      compute.attend(rows.first(1), over: store, layer: 0, from: Self.tokens - 1, into: output.first(1))
    }
    let one = Double(2 * Self.tokens * columns * 4) / oneSecond
    report(
      BenchRow(
        "attention of 1 query over \(Self.tokens) tokens, \(heads) x \(width)", seconds: oneSecond, rate: one,
        unit: .bytes, possible: limits.bytesPerSecond,
        note: one > limits.bytesPerSecond ? "from the processor's cache" : nil))
    return (many, one)
  }
}
