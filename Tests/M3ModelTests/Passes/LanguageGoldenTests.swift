import M3Core
import M3Tensor
import Testing

@testable import M3Model

@Suite struct LanguageGoldenTests {
  /// Of the greatest magnitude among the scores.
  private static let tolerance: Float = 2e-3
  /// Below this gap between the two best scores, Float32 may choose either.
  private static let margin: Float = 0.005

  @Test(arguments: GoldenModel.names, GoldenModel.streams) func streams(name: String, tokens: Int) throws {
    let golden = try GoldenModel(name)
    let scale = try VisualScale(tokens: tokens)
    try check(golden, try golden.stream([scale, scale, scale]), "stream3x\(tokens)")
  }

  @Test(arguments: GoldenModel.names) func scalePerFrame(name: String) throws {
    let golden = try GoldenModel(name)
    try check(golden, try golden.stream([.tokens576, .tokens1, .tokens36]), "mixed576-1-36")
  }

  @Test(arguments: ["llavanext", "original"], GoldenModel.streams) func anyres(name: String, tokens: Int) throws {
    let golden = try GoldenModel(name)
    let features = golden.model.encode(try golden.anyresCrops())
    let merged = golden.model.merge(
      features, geometry: try golden.anyresGeometry(), at: try VisualScale(tokens: tokens), by: .average)
    try check(golden, [merged], "anyres\(tokens)")
  }

  /// Compares the scores after the prompt, then the greedy answer as far as it is certain.
  private func check(_ golden: GoldenModel, _ visual: [VisualTokens], _ key: String) throws {
    var (logits, cache) = try golden.prefill(visual)
    let expected = try golden.floats("logits.\(key)").values
    let found = Array(logits.values.prefix(expected.count))
    #expect(greatestDifference(found, expected) < Self.tolerance, "\(key)")
    #expect(golden.model.configuration.textVocabulary == expected.count)

    var sampler = Sampler(.greedy, vocabulary: expected.count)
    let ids = try golden.ids("greedy.\(key)")
    for (step, id) in ids.enumerated() {
      guard margin(logits, vocabulary: expected.count) > Self.margin else { return }
      let next = try sampler.next(logits)
      #expect(next == id, "\(key), step \(step)")
      guard next == id, step + 1 < ids.count else { return }
      try golden.model.decode(next, cache, into: &logits)
    }
  }

  /// The gap between the two best scores.
  private func margin(_ logits: Logits, vocabulary: Int) -> Float {
    let best = logits.values.prefix(vocabulary).sorted(by: >)
    return best[0] - best[1]
  }
}
