import M3Core
import Testing

@testable import M3Planner

@Suite struct EfficiencyTests {
  /// The paper's table 9: FLOPs, prefill, memory and activations with an A6000's constants.
  @Test func table9() {
    let cells = PublishedEfficiency.table.flatMap(\.cells)
    #expect(cells.count == 20)
    #expect(cells.count { $0.isEqual } == 17)
    #expect(cells.allSatisfy { $0.isEqual || $0.isEqualCut })
    let different = PublishedEfficiency.table.filter { !$0.cells.allSatisfy(\.isEqual) }
    #expect(different.map(\.scale) == [.tokens144])
  }

  @Test(arguments: [
    (576, 8.0449, 58.0523, 21.6338, 3.7879, 76.36), (144, 2.2702, 19.5520, 15.0159, 0.7798, 21.45),
    (36, 0.8574, 18.0198, 13.8392, 0.2666, 15.38), (9, 0.5062, 17.6757, 13.5749, 0.1533, 15.08),
    (1, 0.4022, 17.5767, 13.4989, 0.1208, 15.00),
  ])
  func toFourDigits(
    tokens: Int, flops: Double, milliseconds: Double, memory: Double, activations: Double, onV100: Double
  ) throws {
    let row = try #require(PublishedEfficiency.table.first { $0.scale.tokens == tokens })
    let found = row.cells.map(\.computed)
    for (value, wanted) in zip(found, [flops, milliseconds, memory, activations]) {
      #expect(abs(value - wanted) < 0.00006, "\(tokens)")
    }
    #expect(abs(row.onV100 - onV100) < 0.006)
  }

  /// LLaVA-NeXT's nominal five crops.
  @Test(arguments: [
    (576, 348.98, 42.18), (144, 72.92, 10.01), (36, 20.12, 2.744), (9, 18.14, 0.975), (1, 17.63, 0.454),
  ])
  func fiveCrops(scale: Int, milliseconds: Double, teraflops: Double) {
    let pass = RooflineCost(shape: ModelPreset.llavaNext.shape).prefill(tokens: 5 * scale + 30)
    #expect(abs(pass.seconds(on: .a6000) * 1e3 - milliseconds) < 0.006)
    #expect(abs(pass.flops / 1e12 - teraflops) < 0.006)
  }

  /// 12.95 GB of layers, 0.26 GB of head (and as much of embedding), 0.32 GB of cache.
  @Test func memoryIsWhatIsHeld() {
    let memory = MemoryCost(shape: ModelPreset.llava15.shape, tokens: 606)
    #expect(abs(memory.languageWeights / 1e9 - (12.952 + 2 * 0.2621)) < 0.01)
    #expect(abs(memory.cache / 1e9 - 0.3177) < 0.001)
    #expect(memory.total / 1e9 > 14 && memory.total / 1e9 < 15)
  }

  /// The tower's cost does not shrink with the scale, and is about that of a whole prefill at one token.
  @Test func visionIsCounted() {
    let cost = RooflineCost(shape: ModelPreset.llava15.shape)
    #expect(abs(cost.vision(crops: 1).flops / 1e12 - 0.39) < 0.01)
    #expect(cost.vision(crops: 5).flops > cost.prefill(tokens: 5 * 9 + 30).flops)
    #expect(cost.vision(crops: 8).bytes < 8 * cost.vision(crops: 1).bytes)
  }
}
