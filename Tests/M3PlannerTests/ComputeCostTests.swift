import M3Core
import Testing

@testable import M3Planner

/// LLaVA-1.5-7B: CLIP-ViT-L/14-336 run to its 23rd layer, and Vicuna-7B.
let llava7B = ModelShape(
  vision: .init(hidden: 1024, layers: 23, heads: 16, mlp: 4096, patchSide: 14, patches: 576),
  projector: [1024, 4096, 4096],
  language: .init(
    hidden: 4096, layers: 32, heads: 32, keyValueHeads: 32, headWidth: 128, mlp: 11008, vocabulary: 32000,
    context: 4096))

@Suite struct ComputeCostTests {
  let cost = ComputeCost(shape: llava7B)

  /// 23 layers are 0.365 TFLOP, the projector adds 0.024 (two products of 576 tokens), the patches 0.0007.
  @Test func aCropCostsWhatIsCountedByHand() {
    let products: Double = 2 * 12 * 1024 * 1024 * 577
    let attention: Double = 4 * 577 * 577 * 1024
    let layers = 23 * (products + attention)
    let projector: Double = 576 * 2 * 4096 * (1024 + 4096)
    let patches: Double = 2 * 576 * 588 * 1024
    #expect(abs(cost.crop - (layers + projector + patches)) < 1e6)
    #expect(abs(layers / 1e12 - 0.365) < 0.001)
  }

  /// 6.48 G weights twice per token, half of the square of the prompt in attention, the head once.
  @Test func aPrefillCostsWhatIsCountedByHand() {
    let weights: Double = 32 * 4096 * (4 * 4096 + 3 * 11008)
    let attention: Double = 32 * 4 * 4096 * 2940 * 2941 / 2
    let head: Double = 2 * 4096 * 32000
    #expect(abs(cost.prefill(tokens: 2940) - (2940 * 2 * weights + attention + head)) < 1e6)
  }

  @Test func prefillIsTheSumOfItsTokens() {
    let head: Double = 2 * 4096 * 32000
    let byToken = (0..<100).map { cost.decode(after: $0) - head }.reduce(head, +)
    #expect(abs(cost.prefill(tokens: 100) - byToken) < 1)
  }

  @Test func theTableMarksOneChoiceAndStaysInBudget() throws {
    let planner = Planner(clip: clip(seconds: 10), processing: anyres)
    let request = PlanRequest()
    let table = PlanTable(
      planner: planner, request: request, layouts: Layout.allCases, shape: llava7B,
      chosen: try planner.plan(request))
    #expect(table.options.filter(\.isChosen).count == 1)
    #expect(table.options.allSatisfy { $0.visualTokens <= 2880 })
    #expect(table.options.filter { $0.layout == .stream }.map(\.frames) == [250, 250, 80, 20, 5])
    #expect(table.options.filter { $0.layout == .grid }.map(\.visualTokens) == [7, 51, 166, 644, 2536])
  }
}
