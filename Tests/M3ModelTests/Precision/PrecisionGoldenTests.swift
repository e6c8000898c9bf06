import M3Core
import M3Tensor
import Testing

@testable import M3Model

/// Rounded weights against what Hugging Face transformers computed in Float32, at every level of kernels.
///
/// The goldens' weights are random, so that errors do not cancel as they do in a trained model: these bounds are for
/// faults, not for accuracy (docs/performance.md has that).
@Suite(.serialized) struct PrecisionGoldenTests {
  struct Bound: CustomTestStringConvertible, Sendable {
    let precision: Precision
    /// The least cosine of a patch's features, and of the scores.
    let features: Double
    let scores: Double
    var testDescription: String { precision.rawValue }
  }

  static let bounds = [
    Bound(precision: .float32, features: 0.999999, scores: 0.999999),
    Bound(precision: .bfloat16, features: 0.9999, scores: 0.9999),
    Bound(precision: .int8, features: 0.999, scores: 0.998),
    Bound(precision: .int4, features: 0.999, scores: 0.93),
  ]

  @Test(arguments: bounds, Processor.Level.allCases.filter { $0 <= Processor.bestLevel })
  func everyLevelHoldsTheBound(bound: Bound, level: Processor.Level) throws {
    defer { _ = Processor.use(Processor.bestLevel) }
    #expect(Processor.use(level))
    for name in GoldenModel.names {
      let golden = try GoldenModel(name, bound.precision)
      let features = golden.model.encode(try golden.frames()).values
      let expected = try golden.floats("projected").values
      let width = golden.model.width
      let least = stride(from: 0, to: features.count, by: width).map {
        Agreement.cosine(features[$0..<$0 + width], expected[$0..<$0 + width])
      }.min()
      #expect(try #require(least) > bound.features, "\(name): \(least ?? 0)")
      for (stream, scale) in [("stream3x36", VisualScale.tokens36), ("stream3x144", .tokens144)] {
        let (logits, cache) = try golden.prefill(try golden.stream([scale, scale, scale]))
        let wanted = try golden.floats("logits.\(stream)").values
        let cosine = Agreement.cosine(logits.values.prefix(wanted.count), wanted[...])
        #expect(cosine > bound.scores, "\(name) \(stream)")
        // The same prompt, its last token as a decode step.
        try checkLastStep(golden, scale, cache, wanted, bound)
      }
    }
  }

  private func checkLastStep(
    _ golden: GoldenModel, _ scale: VisualScale, _ cache: KeyValueCache, _ wanted: [Float], _ bound: Bound
  ) throws {
    let last = try #require(try golden.ids("prompt.after").last)
    cache.truncate(to: cache.count - 1)
    var logits = Logits()
    try golden.model.decode(last, cache, into: &logits)
    #expect(
      Agreement.cosine(logits.values.prefix(wanted.count), wanted[...]) > bound.scores, "\(golden.name) a step")
  }

  @Test(arguments: KeyValueType.allCases) func keysAndValues(type: KeyValueType) throws {
    let golden = try GoldenModel("llavanext", .float32, keyValues: type)
    let (logits, cache) = try golden.prefill(try golden.stream([.tokens144, .tokens144, .tokens144]))
    #expect(cache.store.type == type)
    let expected = try golden.floats("logits.stream3x144").values
    let bound: Float = type == .float32 ? 2e-3 : type == .float16 ? 5e-3 : 0.05
    #expect(greatestDifference(Array(logits.values.prefix(expected.count)), expected) < bound)
  }

  /// A cache that is cut back, forked and continued holds the same whatever its type is.
  @Test(arguments: [Precision.int8, .int4], KeyValueType.allCases)
  func forks(precision: Precision, type: KeyValueType) throws {
    let golden = try GoldenModel("llava15", precision, keyValues: type)
    let model = golden.model
    let (_, prefix) = try golden.prefill(try golden.stream([.tokens36, .tokens9, .tokens1]))
    let mark = prefix.count
    let fork = try model.makeCache(capacity: mark + 20)
    fork.copy(prefix)
    let expected = try model.prefill([.tokens([9, 8, 7])], into: prefix)
    let found = try model.prefill([.tokens([9, 8, 7])], into: fork)
    #expect(found.values == expected.values)
    fork.truncate(to: mark)
    #expect(try model.prefill([.tokens([9, 8, 7])], into: fork).values == expected.values)
  }
}
