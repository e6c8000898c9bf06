import M3Core
import M3Model

extension VideoEngine {
  /// Tokens that a cache has room for beyond the first question's, so that the next ones need no new cache.
  private static let spareTokens = 256

  /// Reads a prompt into a cache, its visual prefix only if it is not the one that was read last.
  ///
  /// - Parameters:
  ///   - answer: tokens that the cache has room for after the prompt.
  ///   - isShared: several prompts continue the prefix at once: this one in a cache of its own.
  /// - Returns: the cache after the whole prompt, and the scores of the answer's first token.
  func prefill(
    _ asked: Asked, answer: Int, isShared: Bool = false, seconds: inout StageSeconds, report: (AnswerEvent) -> Void
  ) throws -> (cache: KeyValueCache, logits: Logits) {
    let total = asked.promptTokens
    return try timed(.prefill, &seconds) {
      let prefix = try self.prefix(asked, needed: isShared ? 0 : total + answer) {
        report(.progress(.prefill, done: $0, total: total))
      }
      let cache = isShared ? try asked.model.fork(prefix.cache, capacity: total + answer) : prefix.cache
      let logits = try asked.model.prefill(asked.segments.rest, into: cache) { done in
        try Task.checkCancellation()
        report(.progress(.prefill, done: prefix.count + done, total: total))
      }
      return (cache, logits)
    }
  }

  /// The state after the prefix, remembered or read now, in a cache with room for `needed` tokens.
  private func prefix(_ asked: Asked, needed: Int, progress: (Int) -> Void) throws -> PrefixMemory {
    let key = asked.prefixKey
    let model = asked.model
    if let last = lastPrefix, last.key == key {
      last.cache.truncate(to: last.count)
      if last.cache.capacity >= needed { return last }
      return remember(
        PrefixMemory(key: key, cache: try model.fork(last.cache, capacity: roomy(needed)), count: last.count))
    }
    lastPrefix = nil
    let segments = asked.segments.prefix
    let cache = try model.makeCache(capacity: roomy(max(needed, segments.reduce(0) { $0 + $1.count })))
    _ = try model.prefill(segments, into: cache) { done in
      try Task.checkCancellation()
      progress(done)
    }
    return remember(PrefixMemory(key: key, cache: cache, count: cache.count))
  }

  private func remember(_ prefix: PrefixMemory) -> PrefixMemory {
    lastPrefix = prefix
    return prefix
  }

  private func roomy(_ needed: Int) -> Int {
    min(checkpoint.configuration.shape.language.context, needed + Self.spareTokens)
  }
}

extension MatryoshkaModel {
  /// Another cache that continues from where this one is.
  ///
  /// - Throws: as `makeCache(capacity:)`.
  func fork(_ cache: KeyValueCache, capacity: Int) throws(ModelError) -> KeyValueCache {
    let fork = try makeCache(capacity: capacity)
    fork.copy(cache)
    return fork
  }
}
