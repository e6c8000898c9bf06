import M3Tensor
import Synchronization

/// What a frozen vision tower made of pictures that come again: the patches of each, [576, hidden].
///
/// A bounded number is kept, the first ones met. Threads may use it at once.
public final class TowerCache: Sendable {
  private let patches = Mutex<[UInt64: [Float]]>([:])
  /// Pictures at most.
  public let capacity: Int

  public init(capacity: Int) { self.capacity = capacity }

  /// Copies a picture's patches; false when they are not here.
  func copy(_ key: UInt64, to view: MatrixView) -> Bool {
    guard let values = patches.withLock({ $0[key] }) else { return false }
    view.copy(values)
    return true
  }

  func keep(_ view: MatrixView, as key: UInt64) {
    guard patches.withLock({ $0.count < capacity && $0[key] == nil }) else { return }
    let values = view.values
    patches.withLock { kept in
      if kept.count < capacity { kept[key] = values }
    }
  }
}
