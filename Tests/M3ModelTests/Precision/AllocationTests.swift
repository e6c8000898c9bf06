import CAllocations
import M3Core
import M3Tensor
import Testing

@testable import M3Model

/// A decode step works in memory that was made before: nothing is allocated for a token, a layer or a head.
@Suite(.serialized, .enabled(if: m3_allocations_are_counted(), "a sanitizer has its own allocator"))
struct AllocationTests {
  private static let precisions: [Precision] = [.float32, .bfloat16, .int8, .int4]

  @Test func whatIsAllocatedIsCounted() {
    m3_allocations_begin()
    let values = [Float](repeating: 1, count: Int.random(in: 10...20))
    #expect(m3_allocations_end() >= 1)
    #expect(values.count >= 10)
  }

  @Test(arguments: precisions, [1, 2]) func aStep(precision: Precision, threads: Int) throws {
    defer { Processor.useThreads(Processor.availableThreads) }
    Processor.useThreads(threads)
    let golden = try GoldenModel("llavanext", precision)
    var (logits, cache) = try golden.prefill(try golden.stream([.tokens144, .tokens36, .tokens9]))
    // The language's own tables of types are made by the first round.
    for round in 0..<2 {
      m3_allocations_begin()
      var token: Int32 = 5
      while token < 9 {
        try golden.model.decode(token, cache, into: &logits)
        token += 1
      }
      let count = m3_allocations_end()
      #expect(round == 0 || count == 0, "\(count)")
    }
  }

  @Test(arguments: precisions) func aStepOfSeveralSequences(precision: Precision) throws {
    let golden = try GoldenModel("llava15", precision)
    let (_, prefix) = try golden.prefill(try golden.stream([.tokens9, .tokens9, .tokens9]))
    let caches = try (0..<5).map { _ in
      let cache = try golden.model.makeCache(capacity: prefix.count + 10)
      cache.copy(prefix)
      return cache
    }
    let tokens: [Int32] = [1, 2, 3, 4, 5]
    var logits: [Logits] = []
    for round in 0..<3 {
      m3_allocations_begin()
      try golden.model.decode(tokens, caches, into: &logits)
      let count = m3_allocations_end()
      #expect(round == 0 || count == 0, "\(count)")
    }
  }
}
