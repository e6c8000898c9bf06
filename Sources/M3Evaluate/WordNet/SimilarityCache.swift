import Synchronization

/// Similarities of word pairs that were asked before; answers repeat the same few thousand words.
final class SimilarityCache: Sendable {
  struct Pair: Hashable {
    let left: String
    let right: String
  }

  /// Emptied when it holds so many.
  private static let limit = 1 << 20
  private let values = Mutex<[Pair: Double?]>([:])

  /// The remembered value, or the computed one.
  func value(_ pair: Pair, _ compute: () -> Double?) -> Double? {
    if let known = values.withLock({ $0[pair] }) { return known }
    let value = compute()
    values.withLock { values in
      if values.count >= Self.limit { values.removeAll() }
      values[pair] = .some(value)
    }
    return value
  }
}
