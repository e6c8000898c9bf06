import Dispatch
import M3Core
import M3Video
import Synchronization

/// Reads frames and makes their crops on a thread of its own, a few ahead of whoever takes them, so that the vision tower
/// does not wait for a decoder that is faster.
///
/// The clip belongs to that thread until `stop` has returned.
final class FrameFeed: Sendable {
  /// A frame's crop.
  struct Item {
    let index: Int
    let isDamaged: Bool
    let crop: Picture
  }

  /// The most crops that wait to be taken.
  static let depth = 16

  private struct State {
    var items: [Item] = []
    /// Why there will be no more.
    var end: Result<Void, any Error>?
    var isStopped = false
    var readSeconds = 0.0
    var preprocessSeconds = 0.0
  }

  private let state = Mutex(State())
  // Semaphores begin at 0 and are raised, since one that is dropped below its first value traps.
  private let room = DispatchSemaphore(value: 0)
  private let ready = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let stopwatch: Stopwatch

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - indices: as `Clip.frames(at:threads:)` takes them.
  ///   - stopwatch: times the stages; read from the other thread, too.
  init(_ clip: Clip, at indices: [Int], threads: Int, preprocessor: Preprocessor, stopwatch: Stopwatch) {
    self.stopwatch = stopwatch
    for _ in 0..<Self.depth { room.signal() }
    // Handed over: whoever made the feed leaves the clip alone until the feed has stopped.
    nonisolated(unsafe) let clip = clip
    DispatchQueue(label: "m3.frames", qos: .userInitiated).async {
      let result = Result { try self.read(unsafe clip, indices, threads: threads, preprocessor) }
      self.state.withLock { $0.end = result }
      self.ready.signal()
      self.ended.signal()
    }
  }

  private func read(_ clip: Clip, _ indices: [Int], threads: Int, _ preprocessor: Preprocessor) throws {
    var cursor = try clip.frames(at: indices, threads: threads)
    while true {
      room.wait()
      guard !state.withLock({ $0.isStopped }) else { return }
      let start = stopwatch.now()
      let frame = try cursor.next()
      let decoded = stopwatch.now()
      state.withLock { $0.readSeconds += decoded - start }
      guard let frame else { return }
      let crop = preprocessor.crop(of: frame.picture)
      let done = stopwatch.now()
      state.withLock {
        $0.preprocessSeconds += done - decoded
        $0.items.append(Item(index: frame.index, isDamaged: frame.isDamaged, crop: crop))
      }
      ready.signal()
    }
  }

  /// The next crop, in order; nil after the last.
  ///
  /// - Throws: what reading the clip throws, after the crops before it.
  func next() throws -> Item? {
    ready.wait()
    let (item, end) = state.withLock { state in
      (state.items.isEmpty ? nil : state.items.removeFirst(), state.end)
    }
    if let item {
      room.signal()
      return item
    }
    // Asked again, it is still the end.
    ready.signal()
    try end?.get()
    return nil
  }

  /// Ends the reading, as soon as the frame that is being decoded is done.
  ///
  /// - Returns: the seconds that the two stages took on their thread.
  func stop() -> (read: Double, preprocess: Double) {
    state.withLock { $0.isStopped = true }
    room.signal()
    ended.wait()
    ended.signal()
    return state.withLock { ($0.readSeconds, $0.preprocessSeconds) }
  }
}
