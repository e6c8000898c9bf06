import M3Core
import M3TestSupport
import M3Tensor
import Testing

@testable import M3Model

@Suite struct PrefillTests {
  /// What the order of sums may change; tiles round x to two bfloat16s besides.
  private static let small: Float = Processor.level == .amx ? 5e-5 : 1e-5

  /// Chunks cut through text and visual tokens anywhere.
  @Test(arguments: GoldenModel.names, [1, 7, 64, 100]) func chunksChangeNothing(name: String, chunk: Int) throws {
    let whole = try GoldenModel(name)
    let cut = try GoldenModel(name, chunk: chunk)
    let visual = try whole.stream([.tokens144, .tokens9, .tokens1])
    let (expected, _) = try whole.prefill(visual)
    let (found, _) = try cut.prefill(visual)
    #expect(greatestDifference(found.values, expected.values) < Self.small)
  }

  @Test(arguments: GoldenModel.names) func decodeEqualsPrefillOfTheSameTokens(name: String) throws {
    let golden = try GoldenModel(name)
    let visual = try golden.stream([.tokens36, .tokens9, .tokens1])
    var (logits, cache) = try golden.prefill(visual)
    let more: [Int32] = [5, 300, 17]
    for token in more { try golden.model.decode(token, cache, into: &logits) }
    let again = try golden.model.makeCache(capacity: cache.capacity)
    let expected = try golden.model.prefill(try golden.prompt(visual) + [.tokens(more)], into: again)
    #expect(again.count == cache.count)
    #expect(greatestDifference(logits.values, expected.values) < Self.small)
  }

  /// A second question after the same visual prefix, on a cache that is cut back, is as on a fresh one.
  @Test(arguments: GoldenModel.names) func aCacheThatIsCutBackIsAsGoodAsNew(name: String) throws {
    let golden = try GoldenModel(name)
    let model = golden.model
    let prompt = try golden.prompt(try golden.stream([.tokens36, .tokens36, .tokens36]))
    let prefix = Array(prompt.dropLast())
    let cache = try model.makeCache(capacity: 300)
    _ = try model.prefill(prefix, into: cache)
    let mark = cache.count
    var logits = try model.prefill([.tokens([9, 8, 7, 6])], into: cache)
    for token: Int32 in [1, 2, 3] { try model.decode(token, cache, into: &logits) }
    #expect(cache.count == mark + 7)
    cache.truncate(to: mark)
    let found = try model.prefill(Array(prompt.suffix(1)), into: cache)
    let (expected, _) = try golden.prefill(try golden.stream([.tokens36, .tokens36, .tokens36]))
    #expect(greatestDifference(found.values, expected.values) < Self.small)
  }

  @Test(arguments: GoldenModel.names) func severalSequencesAtOnceAreAsEachAlone(name: String) throws {
    let golden = try GoldenModel(name)
    let model = golden.model
    let (_, prefix) = try golden.prefill(try golden.stream([.tokens9, .tokens9, .tokens9]))
    let questions: [[Int32]] = [[3, 4], [200], [50, 60, 70], [8], [9], [10], [11], [12], [13]]
    let caches = try questions.map { question in
      let cache = try model.makeCache(capacity: prefix.count + 10)
      cache.copy(prefix)
      _ = try model.prefill([.tokens(question)], into: cache)
      return cache
    }
    let tokens = questions.indices.map { Int32(20 + $0) }
    let marks = caches.map(\.count)
    var together: [Logits] = []
    try model.decode(tokens, caches, into: &together)
    for (index, cache) in caches.enumerated() {
      #expect(cache.count == marks[index] + 1)
      cache.truncate(to: marks[index])
      var alone = Logits()
      try model.decode(tokens[index], cache, into: &alone)
      #expect(greatestDifference(together[index].values, alone.values) < Self.small, "sequence \(index)")
    }
  }

  @Test func whatDoesNotFitIsRefusedAndChangesNothing() throws {
    let golden = try GoldenModel("llavanext")
    let model = golden.model
    let cache = try model.makeCache(capacity: 10)
    _ = try model.prefill([.tokens([1, 2, 3])], into: cache)
    #expect(throws: ModelError.tooManyTokens(needed: 11, room: 10)) {
      try model.prefill([.tokens([1, 2, 3, 4, 5, 6, 7, 8])], into: cache)
    }
    #expect(throws: ModelError.unknownToken(id: 520, vocabulary: 520)) {
      try model.prefill([.tokens([519, 520])], into: cache)
    }
    var logits = Logits()
    #expect(throws: ModelError.unknownToken(id: -200, vocabulary: 520)) {
      try model.decode(-200, cache, into: &logits)
    }
    #expect(throws: ModelError.tooManyTokens(needed: 4097, room: 4096)) { try model.makeCache(capacity: 4097) }
    #expect(cache.count == 3)
  }

  @Test func stoppingLeavesTheCacheAsItWas() throws {
    struct Stop: Error {}
    let golden = try GoldenModel("llava15", chunk: 32)
    let cache = try golden.model.makeCache(capacity: 300)
    _ = try golden.model.prefill([.tokens([1, 2, 3])], into: cache)
    let ids = [Int32](repeating: 7, count: 100)
    var seen: [Int] = []
    #expect(throws: Stop.self) {
      try golden.model.prefill([.tokens(ids)], into: cache) { done in
        seen.append(done)
        if done >= 64 { throw Stop() }
      }
    }
    #expect(seen == [32, 64])
    #expect(cache.count == 3)
  }
}
