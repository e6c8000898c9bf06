import CM3Kernels
import M3Tensor

/// What memory and arithmetic of the machine give at best, on all threads in use.
///
/// The shortest times of several looks, since a limit is what nobody disturbs, and others may compute at the same time.
struct MachineLimits {
  // Far more than any cache that one machine of few cores has to itself.
  private static let megabytes = 256

  private let settings: BenchSettings
  private(set) var reading = Timing(shortest: .infinity, median: .infinity)
  private(set) var summing = Timing(shortest: .infinity, median: .infinity)
  /// How many times longer than the shortest the median took, at worst; far above 1 when other programs compute, too.
  private(set) var disturbance = 1.0
  private var operations = 0.0
  /// Nil where the kernels in use have no tiles.
  private(set) var multiplyingTiles: Timing?
  private var tileOperations = 0.0

  init(_ settings: BenchSettings) { self.settings = settings }

  var bytesPerSecond: Double { Double(Self.megabytes << 20) / reading.shortest }
  var operationsPerSecond: Double { operations / summing.shortest }
  /// Of products of bfloat16 on tiles.
  var tileOperationsPerSecond: Double? { multiplyingTiles.map { tileOperations / $0.shortest } }

  /// Looks once more.
  mutating func look() throws {
    let threads = Processor.threads
    let memory = [UInt64](repeating: 0x0123_4567_89AB_CDEF, count: Self.megabytes << 17)
    let share = 1 << 20
    let read = try settings.time {
      unsafe memory.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        onAllThreads(Self.megabytes) { piece in unsafe _ = m3_read_peak(base + piece * share, share) }
      }
    }
    let (pieces, rounds) = (64 * threads, 1 << 14)
    let sum = try settings.time {
      onAllThreads(pieces) { _ in
        var sink: Float = 1
        unsafe _ = m3_multiply_add_peak(&sink, rounds)
      }
    }
    var sink: Float = 1
    operations = unsafe Double(pieces * rounds * m3_multiply_add_peak(&sink, 1))
    if unsafe m3_tile_peak(&sink, 1) > 0 { try lookAtTiles(pieces) }
    reading = Timing(shortest: min(reading.shortest, read.shortest), median: read.median)
    summing = Timing(shortest: min(summing.shortest, sum.shortest), median: sum.median)
    disturbance = max(disturbance, read.median / reading.shortest, sum.median / summing.shortest)
  }

  private mutating func lookAtTiles(_ pieces: Int) throws {
    let rounds = 1 << 12
    let time = try settings.time {
      onAllThreads(pieces) { _ in
        var sink: Float = 0
        unsafe _ = m3_tile_peak(&sink, rounds)
      }
    }
    var sink: Float = 0
    tileOperations = unsafe Double(pieces * rounds * m3_tile_peak(&sink, 1))
    multiplyingTiles = Timing(
      shortest: min(multiplyingTiles?.shortest ?? .infinity, time.shortest), median: time.median)
  }

  var rows: [BenchRow] {
    let tiles = tileOperationsPerSecond.map {
      BenchRow(
        "arithmetic: bfloat16 multiply-adds on tiles, random numbers", seconds: multiplyingTiles?.shortest ?? 0,
        rate: $0, unit: .operations, note: "the best of all looks")
    }
    return [
      BenchRow(
        "memory: read \(Self.megabytes) MB", seconds: reading.shortest, rate: bytesPerSecond, unit: .bytes,
        note: "the best of all looks"),
      BenchRow(
        "arithmetic: float32 multiply-adds in registers", seconds: summing.shortest, rate: operationsPerSecond,
        unit: .operations, note: "the best of all looks"),
    ] + (tiles.map { [$0] } ?? [])
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
