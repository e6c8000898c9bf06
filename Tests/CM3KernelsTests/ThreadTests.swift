import CM3Kernels
import Synchronization
import Testing

/// The pool belongs to the process: these tests run one after another.
@Suite(.serialized) struct ThreadTests {
  /// Counts of calls for each index, and the greatest worker seen.
  ///
  /// Atomics, since the thread sanitizer does not see into `Mutex`.
  @safe private final class Tally: @unchecked Sendable {
    private let calls: UnsafeMutableBufferPointer<Atomic<Int>>
    let nested = Atomic<Int>(0)
    let greatestWorker = Atomic<Int>(0)

    init(_ count: Int) {
      unsafe calls = .allocate(capacity: count)
      for index in 0..<count { unsafe calls.initializeElement(at: index, to: Atomic(0)) }
    }

    deinit { unsafe calls.deallocate() }

    /// Whether every index was called for once.
    var isComplete: Bool { unsafe calls.indices.allSatisfy { unsafe calls[$0].load(ordering: .relaxed) == 1 } }

    func run(_ count: Int) {
      unsafe m3_parallel_for(
        count,
        { index, worker, context in
          guard let context = unsafe context else { return }
          let tally = unsafe Unmanaged<Tally>.fromOpaque(context).takeUnretainedValue()
          unsafe tally.calls[index].add(1, ordering: .relaxed)
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
      #expect(tally.isComplete)
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
          return tally.isComplete
        }
      }
      for await complete in group { #expect(complete) }
    }
  }
}
