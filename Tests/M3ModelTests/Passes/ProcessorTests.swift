import M3Core
import M3Tensor
import Testing

@testable import M3Model

/// Settings of the process: one test after another, and none of them changes what the others compute by more than
/// rounding.
@Suite(.serialized) struct ProcessorTests {
  private func scores(_ name: String) throws -> (features: [Float], logits: [Float]) {
    let golden = try GoldenModel(name)
    let visual = try golden.stream([.tokens144, .tokens36, .tokens9])
    return (visual.flatMap(\.values), try golden.prefill(visual).0.values)
  }

  /// Threads share whole outputs and heads, never a sum.
  @Test(arguments: GoldenModel.names) func oneThreadAndSeveralAgree(name: String) throws {
    defer { Processor.useThreads(Processor.availableThreads) }
    Processor.useThreads(1)
    let alone = try scores(name)
    for threads in [2, 5] {
      Processor.useThreads(threads)
      #expect(Processor.threads == threads)
      let shared = try scores(name)
      #expect(greatestDifference(shared.features, alone.features) < 1e-5)
      #expect(greatestDifference(shared.logits, alone.logits) < 1e-5)
    }
  }

  @Test(arguments: GoldenModel.names, Processor.Level.allCases.filter { $0 <= Processor.bestLevel })
  func everyLevelPassesTheSameGoldens(name: String, level: Processor.Level) throws {
    defer { _ = Processor.use(Processor.bestLevel) }
    #expect(Processor.use(level))
    #expect(Processor.level == level)
    let golden = try GoldenModel(name)
    let features = golden.model.encode(try golden.frames())
    #expect(relativeDifference(features.values, try golden.floats("projected").values) < 1e-3)
    let (logits, _) = try golden.prefill(try golden.stream([.tokens144, .tokens144, .tokens144]))
    let expected = try golden.floats("logits.stream3x144").values
    #expect(greatestDifference(Array(logits.values.prefix(expected.count)), expected) < 2e-3)
  }
}
