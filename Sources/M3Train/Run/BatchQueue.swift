import Foundation

/// Makes the batches of coming steps on a thread of its own, so that products never wait for data.
///
/// All state is guarded by the condition, hence Sendable.
final class BatchQueue<Batch: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var ready: [Result<Batch, any Error>] = []
  private var isStopped = false

  /// - Parameters:
  ///   - steps: of which batches are made, in order.
  ///   - ahead: batches that wait at most.
  init(steps: Range<Int>, ahead: Int, make: @escaping @Sendable (Int) throws -> Batch) {
    let thread = Thread { [self] in
      for step in steps {
        let batch = Result { try make(step) }
        guard put(batch, ahead: ahead), case .success = batch else { break }
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// - Returns: false when no more batches are wanted.
  private func put(_ batch: Result<Batch, any Error>, ahead: Int) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while ready.count >= ahead, !isStopped { condition.wait() }
    ready.append(batch)
    condition.broadcast()
    return !isStopped
  }

  /// The next step's batch.
  ///
  /// - Precondition: not more batches are asked for than steps were named.
  /// - Throws: what making it threw.
  func next() throws -> Batch {
    condition.lock()
    defer { condition.unlock() }
    while ready.isEmpty { condition.wait() }
    condition.broadcast()
    return try ready.removeFirst().get()
  }

  /// No more batches are wanted.
  func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    condition.unlock()
  }
}
