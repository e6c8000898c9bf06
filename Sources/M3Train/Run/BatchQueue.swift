import Foundation
import Synchronization

/// Makes the batches of coming steps on a thread of its own, so that products never wait for data.
final class BatchQueue<Batch: Sendable>: Sendable {
  private struct State {
    var ready: [Result<Batch, any Error>] = []
    var isStopped = false
  }

  private let state = Mutex(State())
  private let filled = DispatchSemaphore(value: 0)
  private let room: DispatchSemaphore

  /// - Parameters:
  ///   - steps: of which batches are made, in order.
  ///   - ahead: batches that wait at most.
  init(steps: Range<Int>, ahead: Int, make: @escaping @Sendable (Int) throws -> Batch) {
    room = DispatchSemaphore(value: ahead)
    let thread = Thread { [self] in
      for step in steps {
        room.wait()
        guard !state.withLock(\.isStopped) else { break }
        let batch = Result { try make(step) }
        state.withLock { $0.ready.append(batch) }
        filled.signal()
        if case .failure = batch { break }
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The next step's batch.
  ///
  /// - Throws: what making it threw.
  func next() throws -> Batch {
    filled.wait()
    let batch = state.withLock { $0.ready.removeFirst() }
    room.signal()
    return try batch.get()
  }

  /// No more batches are wanted.
  func stop() {
    state.withLock { $0.isStopped = true }
    room.signal()
  }
}
