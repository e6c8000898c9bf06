import M3Core
import M3Model
import M3Text

extension VideoEngine {
  /// Tokens that a cache has room for beyond the first question's, so that the next ones need no new cache.
  private static let spareTokens = 256

  /// Reads a prompt into a cache, its visual prefix only if it is not the one that was read last.
  ///
  /// - Returns: the cache after the whole prompt, and the scores of the answer's first token.
  func prefill(
    _ prompt: PreparedPrompt, seen: Seen, layout: Layout, answer: Int, model: MatryoshkaModel,
    seconds: inout StageSeconds,
    report: (AnswerEvent) -> Void
  ) throws -> (cache: KeyValueCache, logits: Logits) {
    let segments = prompt.segments(visual: seen.tokens)
    let total = segments.prefix.tokenCount + segments.rest.tokenCount
    let key = PrefixMemory.Key(sight: seen.sight, layout: layout, slots: seen.slots, before: prompt.before)
    return try timed(.prefill, &seconds) {
      let prefix = try self.prefix(key, segments.prefix, needed: total + answer, model: model) {
        report(.progress(.prefill, done: $0, total: total))
      }
      let logits = try model.prefill(segments.rest, into: prefix.cache) { done in
        try Task.checkCancellation()
        report(.progress(.prefill, done: prefix.count + done, total: total))
      }
      return (prefix.cache, logits)
    }
  }

  /// The state after the prefix, remembered or read now, in a cache with room for `needed` tokens.
  private func prefix(
    _ key: PrefixMemory.Key, _ segments: [PromptSegment], needed: Int, model: MatryoshkaModel,
    progress: (Int) -> Void
  ) throws -> PrefixMemory {
    if let last = lastPrefix, last.key == key {
      last.cache.truncate(to: last.count)
      if last.cache.capacity >= needed { return last }
      let cache = try model.makeCache(capacity: roomy(needed))
      cache.copy(last.cache)
      return remember(PrefixMemory(key: key, cache: cache, count: last.count))
    }
    lastPrefix = nil
    let cache = try model.makeCache(capacity: roomy(needed))
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

extension [PromptSegment] {
  fileprivate var tokenCount: Int { reduce(0) { $0 + $1.count } }
}
