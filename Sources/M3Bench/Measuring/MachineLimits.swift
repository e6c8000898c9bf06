import CM3Kernels
import M3Tensor

/// What memory and arithmetic of the machine give at best, on all threads in use: the shortest times, since a limit is
/// what nobody disturbs.
struct MachineLimits {
  let bytesPerSecond: Double
  let operationsPerSecond: Double
  let rows: [BenchRow]
  /// How many times longer than the shortest the median took; far above 1 when other programs compute, too.
  let disturbance: Double

  init(_ settings: BenchSettings) throws {
    let threads = Processor.threads
    // Far more than any cache that one machine of few cores has to itself.
    let megabytes = 256
    let memory = [UInt64](repeating: 0x0123_4567_89AB_CDEF, count: megabytes << 17)
    let pieces = 16 * threads
    let share = megabytes << 20 / pieces / 4096 * 4096
    let reading = try settings.time {
      unsafe memory.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        onAllThreads(pieces) { piece in unsafe _ = m3_read_peak(base + piece * share, share) }
      }
    }
    bytesPerSecond = Double(pieces * share) / reading.shortest
    let rounds = 1 << 20
    var operations = 0
    let summing = try settings.time {
      onAllThreads(threads) { _ in
        var sink: Float = 1
        unsafe _ = m3_multiply_add_peak(&sink, rounds)
      }
      var sink: Float = 1
      operations = unsafe threads * m3_multiply_add_peak(&sink, 1) * rounds
    }
    operationsPerSecond = Double(operations) / summing.shortest
    disturbance = max(reading.median / reading.shortest, summing.median / summing.shortest)
    rows = [
      BenchRow(
        "memory: read \(megabytes) MB", seconds: reading.shortest, rate: bytesPerSecond, unit: .bytes,
        note: "the best of all"),
      BenchRow(
        "arithmetic: float32 multiply-adds in registers", seconds: summing.shortest, rate: operationsPerSecond,
        unit: .operations, note: "the best of all"),
    ]
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
