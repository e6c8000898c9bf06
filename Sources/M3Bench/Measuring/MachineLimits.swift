import CM3Kernels
import M3Tensor

/// What memory and arithmetic of the machine give at best, on all threads in use.
///
/// The shortest times of several looks, since a limit is what nobody disturbs, and others may compute at the same time.
struct MachineLimits {
  // Far more than any cache that one machine of few cores has to itself.
  private static let megabytes = 256

  private let settings: BenchSettings
  private var reading = Timing(shortest: .infinity, median: .infinity)
  private var floats = Arithmetic()
  /// Nil where the kernels in use have no tiles.
  private var tiles: Arithmetic?
  /// How many times longer than the shortest the median took, at worst; far above 1 when other programs compute, too.
  private(set) var disturbance = 1.0

  init(_ settings: BenchSettings) { self.settings = settings }

  var bytesPerSecond: Double { Double(Self.megabytes << 20) / reading.shortest }
  var operationsPerSecond: Double { floats.operationsPerSecond }
  /// Of products of bfloat16 on tiles.
  var tileOperationsPerSecond: Double? { tiles?.operationsPerSecond }

  /// Looks once more.
  mutating func look() throws {
    let memory = [UInt64](repeating: 0x0123_4567_89AB_CDEF, count: Self.megabytes << 17)
    let share = 1 << 20
    let read = try settings.time {
      unsafe memory.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        onAllThreads(Self.megabytes) { piece in unsafe _ = m3_read_peak(base + piece * share, share) }
      }
    }
    reading = Timing(shortest: min(reading.shortest, read.shortest), median: read.median)
    try floats.look(settings, rounds: 1 << 14) { unsafe m3_multiply_add_peak(&$0, $1) }
    var sink: Float = 0
    if unsafe m3_tile_peak(&sink, 1) > 0 {
      var seen = tiles ?? Arithmetic()
      try seen.look(settings, rounds: 1 << 12) { unsafe m3_tile_peak(&$0, $1) }
      tiles = seen
    }
    disturbance = max(disturbance, reading.median / reading.shortest, floats.time.median / floats.time.shortest)
  }

  var rows: [BenchRow] {
    [
      BenchRow(
        "memory: read \(Self.megabytes) MB", seconds: reading.shortest, rate: bytesPerSecond, unit: .bytes,
        note: "the best of all looks"),
      floats.row("float32 multiply-adds in registers"),
    ] + [tiles?.row("bfloat16 multiply-adds on tiles, random numbers")].compactMap(\.self)
  }

  /// A row beside what would be possible.
  func compared(_ row: BenchRow) -> BenchRow {
    var row = row
    switch row.unit {
    case .operations: row.possible = row.onTiles ? tileOperationsPerSecond ?? operationsPerSecond : operationsPerSecond
    case .bytes: row.possible = bytesPerSecond
    case .frames: break
    }
    return row
  }
}

/// Multiply-adds on all threads, of a kernel that needs no memory.
private struct Arithmetic {
  /// The shortest of all looks, and the median of the last.
  private(set) var time = Timing(shortest: .infinity, median: .infinity)
  private var operations = 0.0

  var operationsPerSecond: Double { operations / time.shortest }

  /// - Parameter peak: does so many rounds and returns the operations of them.
  mutating func look(_ settings: BenchSettings, rounds: Int, _ peak: (inout Float, Int) -> Int) throws {
    let pieces = 64 * Processor.threads
    let seen = try settings.time {
      onAllThreads(pieces) { _ in
        var sink: Float = 1
        _ = peak(&sink, rounds)
      }
    }
    var sink: Float = 1
    operations = Double(pieces * rounds * peak(&sink, 1))
    time = Timing(shortest: min(time.shortest, seen.shortest), median: seen.median)
  }

  func row(_ name: String) -> BenchRow {
    BenchRow(
      "arithmetic: \(name)", seconds: time.shortest, rate: operationsPerSecond, unit: .operations,
      note: "the best of all looks")
  }
}

/// Calls `body` for each piece, on the pool of threads.
func onAllThreads(_ pieces: Int, _ body: (Int) -> Void) {
  withoutActuallyEscaping(body) { body in
    var work = Work(body: body)
    unsafe withUnsafeMutablePointer(to: &work) { context in
      unsafe m3_parallel_for(
        pieces,
        { index, _, context in
          guard let work = unsafe context?.assumingMemoryBound(to: Work.self) else { return }
          unsafe work.pointee.body(index)
        }, context)
    }
  }
}

/// The body of a split loop, in a form that a pointer can lead to.
private struct Work {
  let body: (Int) -> Void
}
