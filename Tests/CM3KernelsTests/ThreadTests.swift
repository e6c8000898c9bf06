import CM3Kernels
import Synchronization
import Testing

/// The pool belongs to the process: these tests run one after another.
@Suite(.serialized) struct ThreadTests {
  /// Counts of calls for each index, and the greatest worker seen.
  private final class Tally: Sendable {
    let calls: Mutex<[Int]>
    let nested = Atomic<Int>(0)
    let greatestWorker = Atomic<Int>(0)

    init(_ count: Int) { calls = Mutex([Int](repeating: 0, count: count)) }

    func run(_ count: Int) {
      unsafe m3_parallel_for(
        count,
        { index, worker, context in
          guard let context = unsafe context else { return }
          let tally = unsafe Unmanaged<Tally>.fromOpaque(context).takeUnretainedValue()
          tally.calls.withLock { $0[index] += 1 }
          _ = tally.greatestWorker.max(worker, ordering: .relaxed)
          unsafe m3_parallel_for(
            3,
            { _, inner, context in
              guard let context = unsafe context else { return }
              unsafe Unmanaged<Tally>.fromOpaque(context).takeUnretainedValue().nested.add(1, ordering: .relaxed)
            }, context)
        }, Unmanaged.passUnretained(self).toOpaque())
    }
  }

  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 5, 1000]) func everyIndexOnce(threads: Int, count: Int) {
    defer { m3_threads_use(m3_threads_available()) }
    m3_threads_use(threads)
    #expect(m3_threads_in_use() == threads)
    for _ in 0..<20 {
      let tally = Tally(count)
      tally.run(count)
      #expect(tally.calls.withLock { $0.allSatisfy { $0 == 1 } })
      #expect(tally.nested.load(ordering: .relaxed) == 3 * count)
      #expect(tally.greatestWorker.load(ordering: .relaxed) < threads)
    }
  }

  @Test(arguments: [(0, 1), (1, 1), (64, 64), (1000, 64)]) func numbersAreHeldToWhatThePoolAllows(
    asked: Int, given: Int
  ) {
    defer { m3_threads_use(m3_threads_available()) }
    m3_threads_use(asked)
    #expect(m3_threads_in_use() == given)
  }

  @Test func callsFromSeveralThreadsAtOnceAllFinish() async {
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let tally = Tally(500)
          tally.run(500)
          return tally.calls.withLock { $0.allSatisfy { $0 == 1 } }
        }
      }
      for await complete in group { #expect(complete) }
    }
  }
}
