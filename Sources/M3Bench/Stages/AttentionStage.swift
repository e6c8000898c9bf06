import M3Core
import M3Planner
import M3Tensor

/// Attention over a long cache: of many queries, as in a prefill, and of one, as in a decode step.
struct AttentionStage {
  private static let tokens = 2880
  private static let queries = 256

  let settings: BenchSettings
  let heads: Int
  let width: Int
  /// Of keys and values.
  let type: KeyValueType

  init(_ settings: BenchSettings, _ language: ModelShape.Language, _ type: KeyValueType) {
    self.settings = settings
    heads = language.heads
    width = language.headWidth
    self.type = type
  }

  func run(_ report: (BenchRow) -> Void) throws -> AttentionRates {
    let compute = Compute.kernelsOnly()
    guard let store = KeyValueStore(type: type, layers: 1, heads: heads, width: width, capacity: Self.tokens) else {
      throw BenchError.noMemory(what: "keys and values of \(Self.tokens) tokens")
    }
    let columns = heads * width
    let rows = Matrix(rows: Self.queries, columns: columns)
    rows.all.fill()
    for start in stride(from: 0, to: Self.tokens, by: Self.queries) {
      let part = rows.first(min(Self.queries, Self.tokens - start))
      store.write(part, part, layer: 0, at: start)
    }
    let output = Matrix(rows: Self.queries, columns: columns)
    let position = Self.tokens - Self.queries
    let what = "over \(Self.tokens) \(type.rawValue) tokens, \(heads) x \(width)"
    let many = try settings.time {
      compute.attend(rows.all, over: store, layer: 0, from: position, into: output.all)
    }
    let pairs = Double(Self.queries) * (Double(position) + Double(Self.queries + 1) / 2)
    let operations = 4 * pairs * Double(columns)
    report(
      BenchRow(
        "attention of \(Self.queries) queries \(what)", seconds: many.median, rate: operations / many.median,
        unit: .operations))
    let one = try settings.time {
      compute.attend(rows.first(1), over: store, layer: 0, from: Self.tokens - 1, into: output.first(1))
    }
    let bytes = Double(
      KeyValueStore.byteCount(type: type, layers: 1, heads: heads, width: width, positions: Self.tokens))
    report(
      BenchRow(
        "attention of 1 query \(what)", seconds: one.median, rate: bytes / one.median, unit: .bytes,
        note: bytes < 8e6 ? "from the processor's cache" : nil))
    return AttentionRates(
      type: type.rawValue, bytesPerNumber: bytes / Double(2 * Self.tokens * columns), width: width,
      many: operations / many.shortest, one: bytes / one.shortest)
  }
}
