import M3Tensor

/// What a language model has read so far: keys and values of every layer, for a sequence that can grow and be cut back.
///
/// A clip's prompt is read once; each question then continues from there and the cache is cut back to it. One thread
/// uses a cache at a time.
public final class KeyValueCache {
  /// Tokens read.
  public private(set) var count = 0
  let store: KeyValueStore
  let rotary: RotaryTable

  init(store: KeyValueStore, rotary: RotaryTable) {
    self.store = store
    self.rotary = rotary
  }

  /// The most tokens.
  public var capacity: Int { store.capacity }

  /// Forgets all tokens but the first `count`.
  ///
  /// - Precondition: at least so many were read.
  public func truncate(to count: Int) {
    precondition(count >= 0 && count <= self.count, "\(count) of \(self.count) tokens")
    self.count = count
  }

  /// Keys and values of so many more tokens have been written.
  func advance(by tokens: Int) {
    precondition(count + tokens <= capacity, "\(capacity) tokens fit")
    count += tokens
  }

  /// Continues from where another cache of the same model is: copies what it has read.
  ///
  /// - Precondition: it fits.
  public func copy(_ other: KeyValueCache) {
    store.copy(first: other.count, of: other.store)
    count = other.count
  }
}
