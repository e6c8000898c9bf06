import M3Core
import M3Tensor

extension MatryoshkaModel {
  /// An empty cache for a sequence of up to `capacity` tokens.
  ///
  /// - Throws: `ModelError.tooManyTokens` when the model knows fewer positions, `ModelError.noMemory`.
  public func makeCache(capacity: Int) throws(ModelError) -> KeyValueCache {
    let shape = configuration.shape.language
    guard capacity <= shape.context else { throw .tooManyTokens(needed: capacity, room: shape.context) }
    guard
      let store = KeyValueStore(
        type: precision.keyValues, layers: shape.layers, heads: shape.keyValueHeads, width: shape.headWidth,
        capacity: max(1, capacity))
    else { throw .noMemory(what: "keys and values of \(capacity) tokens") }
    return KeyValueCache(store: store, rotary: rotaryTable(positions: max(1, capacity)))
  }

  /// Bytes of keys and values of so many tokens.
  public func cacheBytes(tokens: Int) -> Int {
    let shape = configuration.shape.language
    return KeyValueStore.byteCount(
      type: precision.keyValues, layers: shape.layers, heads: shape.keyValueHeads, width: shape.headWidth,
      positions: tokens)
  }

  /// Reads a prompt, or the continuation of one, into a cache.
  ///
  /// Long prompts are read in chunks of bounded memory.
  ///
  /// - Parameters:
  ///   - segments: in order; at least one token in all.
  /// - Returns: the scores of the token after the last one.
  /// - Throws: `ModelError.tooManyTokens` when the cache has no room, `ModelError.unknownToken` for an id without an
  ///   embedding; then the cache is as it was before.
  public func prefill(_ segments: [PromptSegment], into cache: KeyValueCache) throws(ModelError) -> Logits {
    try check(segments, room: cache)
    return read(segments, into: cache) { _ in }
  }

  /// Reads a prompt, or the continuation of one, into a cache, and tells how far it is.
  ///
  /// - Parameters:
  ///   - segments: in order; at least one token in all.
  ///   - progress: called after every chunk with the tokens read; what it throws ends the work, and the cache is as it
  ///     was before.
  /// - Throws: as `prefill(_:into:)`, and what `progress` throws.
  public func prefill(
    _ segments: [PromptSegment], into cache: KeyValueCache, progress: (_ done: Int) throws -> Void
  ) throws -> Logits {
    let before = cache.count
    try check(segments, room: cache)
    do {
      return try read(segments, into: cache, progress: progress)
    } catch {
      cache.truncate(to: before)
      throw error
    }
  }

  private func read(
    _ segments: [PromptSegment], into cache: KeyValueCache, progress: (_ done: Int) throws -> Void
  ) rethrows -> Logits {
    let total = segments.reduce(0) { $0 + $1.count }
    precondition(total > 0, "a prompt has at least one token")
    var logits = Logits()
    var prompt = PromptCursor(segments)
    for start in stride(from: 0, to: total, by: chunk) {
      let rows = 0..<min(chunk, total - start)
      prompt.copy(rows.count, to: languageSpace.x[rows], embedding: language.embedding)
      let isLast = start + rows.count == total
      let wanted = isLast ? rows.suffix(1) : rows.prefix(0)
      let scores = language.forward([Run(cache: cache, rows: rows)], wanted: wanted, languageSpace, compute)
      if isLast { logits.copy(scores) }
      try progress(start + rows.count)
    }
    return logits
  }

  /// Reads one more token of a sequence; `logits` become the scores of the one after it.
  ///
  /// - Throws: `ModelError.tooManyTokens` when the cache has no room, `ModelError.unknownToken`.
  public func decode(_ token: Int32, _ cache: KeyValueCache, into logits: inout Logits) throws(ModelError) {
    try check(token, room: cache)
    language.embedding.copyRow(Int(token), to: languageSpace.x[0..<1])
    runs.append(Run(cache: cache, rows: 0..<1))
    defer { runs.removeAll(keepingCapacity: true) }
    logits.copy(language.forward(runs, wanted: 0..<1, languageSpace, compute))
  }

  /// Reads one more token of each of several sequences, the weights once for all of them.
  ///
  /// - Parameters:
  ///   - tokens, caches: one for each sequence, at most `mostSequences`; all caches different.
  ///   - logits: becomes the scores after each.
  public func decode(_ tokens: [Int32], _ caches: [KeyValueCache], into logits: inout [Logits]) throws(ModelError) {
    precondition(tokens.count == caches.count && tokens.count <= Self.mostSequences, "a token for each sequence")
    precondition(
      caches.indices.allSatisfy { index in !caches[..<index].contains { $0 === caches[index] } },
      "a sequence is continued once a step")
    for (token, cache) in zip(tokens, caches) { try check(token, room: cache) }
    for (row, token) in tokens.enumerated() {
      language.embedding.copyRow(Int(token), to: languageSpace.x[row..<row + 1])
    }
    for (row, cache) in caches.enumerated() { runs.append(Run(cache: cache, rows: row..<row + 1)) }
    defer { runs.removeAll(keepingCapacity: true) }
    let scores = language.forward(runs, wanted: 0..<runs.count, languageSpace, compute)
    if logits.count != tokens.count { logits = Array(repeating: Logits(), count: tokens.count) }
    for row in tokens.indices { logits[row].copy(scores[row..<row + 1]) }
  }

  private func check(_ segments: [PromptSegment], room cache: KeyValueCache) throws(ModelError) {
    try checkRoom(for: segments.reduce(0) { $0 + $1.count }, cache)
    for segment in segments {
      switch segment {
      case .tokens(let ids): for id in ids { try check(id) }
      case .visual(let tokens):
        precondition(tokens.width == width, "visual tokens of width \(width) expected, found \(tokens.width)")
      }
    }
  }

  private func check(_ token: Int32, room cache: KeyValueCache) throws(ModelError) {
    try checkRoom(for: 1, cache)
    try check(token)
  }

  private func check(_ token: Int32) throws(ModelError) {
    let vocabulary = language.embedding.rows
    guard token >= 0, token < vocabulary else { throw .unknownToken(id: Int(token), vocabulary: vocabulary) }
  }

  private func checkRoom(for tokens: Int, _ cache: KeyValueCache) throws(ModelError) {
    guard cache.count + tokens <= cache.capacity else {
      throw .tooManyTokens(needed: cache.count + tokens, room: cache.capacity)
    }
  }
}
