import M3Tensor

/// Attention over a long cache: of many queries, as in a prefill, and of one, as in a decode step.
struct AttentionStage {
  private static let tokens = 2880

  let settings: BenchSettings
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
    let time = try settings.time {
      compute.attend(rows.all, over: store, layer: 0, from: position, into: output.all)
    }
    let pairs = Double(queries) * (Double(position) + Double(queries + 1) / 2)
    let operations = 4 * pairs * Double(columns)
    report(
      BenchRow(
        "attention of \(queries) queries over \(Self.tokens) tokens, \(heads) x \(width)", seconds: time.median,
        rate: operations / time.median, unit: .operations))
    let oneTime = try settings.time {
      compute.attend(rows.first(1), over: store, layer: 0, from: Self.tokens - 1, into: output.first(1))
    }
    let bytes = Double(2 * Self.tokens * columns * 4)
    report(
      BenchRow(
        "attention of 1 query over \(Self.tokens) tokens, \(heads) x \(width)", seconds: oneTime.median,
        rate: bytes / oneTime.median, unit: .bytes,
        note: bytes < 8e6 ? "from the processor's cache" : nil))
    return (operations / time.shortest, bytes / oneTime.shortest)
  }
}
