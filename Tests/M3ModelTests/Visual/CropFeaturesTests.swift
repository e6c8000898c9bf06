import M3Core
import Testing

@testable import M3Model

@Suite struct CropFeaturesTests {
  /// Two crops whose every value is its own.
  private static let features: CropFeatures = {
    var generator = SeededGenerator(seed: 5)
    return CropFeatures(
      scale: .tokens576, width: 3, values: (0..<2 * 576 * 3).map { _ in Float(generator.unit() - 0.5) })
  }()

  /// Grids whose sides divide one another.
  private static let nested: [(fine: VisualScale, coarse: VisualScale)] = VisualScale.allCases.flatMap { fine in
    VisualScale.allCases.filter { fine.side % $0.side == 0 }.map { (fine, $0) }
  }

  @Test(arguments: Reduction.allCases, nested)
  func aCoarserScaleFollowsFromAnyFinerOne(reduction: Reduction, pair: (fine: VisualScale, coarse: VisualScale)) {
    let direct = Self.features.reduced(to: pair.coarse, by: reduction)
    let between = Self.features.reduced(to: pair.fine, by: reduction)
    #expect(between.gives(pair.coarse))
    let twice = between.reduced(to: pair.coarse, by: reduction)
    #expect(twice.cropCount == 2 && twice.scale == pair.coarse)
    if reduction == .average {
      #expect(greatestDifference(twice.values, direct.values) < 1e-5)
    } else {
      #expect(twice == direct)
    }
  }

  @Test func oneTokenIsTheMeanOfAll() {
    for crop in 0..<2 {
      let all = Self.features.tokens(of: crop, at: .tokens576, by: .average).values
      let mean = (0..<3).map { channel in
        stride(from: channel, to: all.count, by: 3).reduce(0.0) { $0 + Double(all[$1]) } / 576
      }
      let one = Self.features.tokens(of: crop, at: .tokens1, by: .average).values
      #expect(zip(one, mean).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }
  }

  @Test(arguments: VisualScale.allCases) func samplingsTakeTheTokensTheyName(scale: VisualScale) {
    // Token (row, column) of crop 1 holds its row and column.
    let grid = (0..<2).flatMap { crop in (0..<576).flatMap { [Float(crop), Float($0 / 24), Float($0 % 24)] } }
    let features = CropFeatures(scale: .tokens576, width: 3, values: grid)
    let spatial = features.tokens(of: 1, at: scale, by: .spatial)
    let sequential = features.tokens(of: 1, at: scale, by: .sequential)
    #expect(spatial.count == scale.tokens && sequential.count == scale.tokens)
    for cell in 0..<scale.tokens {
      let corner = [1, Float(cell / scale.side * scale.window), Float(cell % scale.side * scale.window)]
      #expect(Array(spatial[cell..<cell + 1]) == corner)
      #expect(Array(sequential[cell..<cell + 1]) == [1, Float(cell / 24), Float(cell % 24)])
    }
  }

  @Test func notEveryScaleFollows() {
    #expect(!Self.features.reduced(to: .tokens64, by: .average).gives(.tokens36))
    #expect(Self.features.gives(.tokens64))
  }
}
