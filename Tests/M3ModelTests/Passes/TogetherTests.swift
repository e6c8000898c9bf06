import M3Core
import M3TestSupport
import Testing

@testable import M3Model

/// Several questions about one clip, decoded together from the state after its visual tokens.
@Suite struct TogetherTests {
  private static let steps = 12
  private static let questions: [[Int32]] = (0..<12).map { question in
    (0...question % 4).map { Int32(3 + 31 * question + $0) }
  }

  /// The caches after each question, and the scores of its answer's first token.
  private func start(
    _ golden: GoldenModel, _ questions: ArraySlice<[Int32]>
  ) throws -> (caches: [KeyValueCache], logits: [Logits]) {
    let (_, prefix) = try golden.prefill(try golden.stream([.tokens36, .tokens9, .tokens9]))
    var caches: [KeyValueCache] = []
    var logits: [Logits] = []
    for question in questions {
      let cache = try golden.model.makeCache(capacity: prefix.count + question.count + Self.steps)
      cache.copy(prefix)
      logits.append(try golden.model.prefill([.tokens(question)], into: cache))
      caches.append(cache)
    }
    return (caches, logits)
  }

  private func best(_ logits: Logits) -> Int32 {
    Int32(logits.values.indices.reduce(0) { logits.values[$1] > logits.values[$0] ? $1 : $0 })
  }

  /// How long each answer is: of different lengths, so that fewer and fewer go on.
  private func length(_ question: Int) -> Int { Self.steps - question % 5 }

  /// Up to 8 sequences a step rounds the activations of integer weights as it does for one; more are multiplied in
  /// Float32, which the tokens of float weights do not show.
  @Test(
    arguments: GoldenModel.names,
    [
      (Precision.float32, 12), (.bfloat16, 12), (.float32, 8), (.int8, 8), (.int4, 8), (.int4, 2),
    ]) func theAnswersAreThoseOfEachAlone(name: String, kind: (precision: Precision, count: Int)) throws
  {
    let golden = try GoldenModel(name, kind.precision)
    let model = golden.model
    let questions = Self.questions.prefix(kind.count)

    var alone: [[Int32]] = []
    var scoresAlone: [[Logits]] = []
    let (caches, logits) = try start(golden, questions)
    for (question, cache) in caches.enumerated() {
      var scores = logits[question]
      var answer = [best(scores)]
      var all = [scores]
      while answer.count < length(question) {
        try model.decode(answer[answer.count - 1], cache, into: &scores)
        answer.append(best(scores))
        all.append(scores)
      }
      alone.append(answer)
      scoresAlone.append(all)
    }

    let (forked, first) = try start(golden, questions)
    var together = first.map { [best($0)] }
    var open = Array(forked.indices)
    var scores: [Logits] = []
    while true {
      open.removeAll { together[$0].count == length($0) }
      guard !open.isEmpty else { break }
      try model.decode(open.map { together[$0][together[$0].count - 1] }, open.map { forked[$0] }, into: &scores)
      for (row, question) in open.enumerated() {
        // To the last bit, so that no answer depends on how questions are grouped.
        if kind.count <= MatryoshkaModel.mostAlike {
          #expect(scores[row] == scoresAlone[question][together[question].count])
        }
        together[question].append(best(scores[row]))
      }
    }
    #expect(together == alone)
    #expect(Set(alone).count > 1, "the questions have different answers")
  }
}
