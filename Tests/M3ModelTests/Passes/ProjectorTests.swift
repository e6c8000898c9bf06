import Foundation
import M3Core
import M3Tensor
import Testing

@testable import M3Model

@Suite struct ProjectorTests {
  /// No layer is the identity, one is `linear`, N are `mlpNx_gelu` with GELU between but not after.
  @Test(arguments: [[4], [4, 6], [4, 6, 6], [4, 6, 6, 6]]) func grammar(widths: [Int]) throws {
    let patches = VisualScale.tokens576.tokens
    let shape = ModelShape(
      vision: ModelShape.Vision(hidden: 4, layers: 1, heads: 1, mlp: 4, patchSide: 1, patches: patches),
      projector: widths,
      language: ModelShape.Language(
        hidden: 6, layers: 1, heads: 1, keyValueHeads: 1, headWidth: 6, mlp: 6, vocabulary: 1, context: 1))
    var generator = SeededGenerator(seed: 8)
    func random(_ count: Int) -> [Float] { (0..<count).map { _ in Float(2 * generator.unit() - 1) } }
    let weights = widths.indices.dropFirst().map { random(widths[$0] * widths[$0 - 1]) }
    let biases = widths.dropFirst().map { random($0) }
    let layers = try weights.indices.map { index in
      let shape = try #require(PackedShape(outputs: widths[index + 1], inputs: widths[index]))
      return Linear(
        try PackedWeight(packing: weights[index], shape: shape, as: .float32, name: "\(index)"), bias: biases[index])
    }
    let x = Matrix(rows: patches, columns: 4, values: random(patches * 4))
    let found = Projector(layers: layers, activation: .gelu)
      .forward(x.all, VisionWorkspace(shape, crops: 1), Compute.kernelsOnly())

    for patch in [0, 1, 100, patches - 1] {
      var expected = (0..<4).map { Double(x.all[patch, $0]) }
      for index in layers.indices {
        if index > 0 { expected = expected.map { $0 * (1 + erf($0 / 2.0.squareRoot())) / 2 } }
        expected = biases[index].indices.map { output in
          expected.indices.reduce(Double(biases[index][output])) {
            $0 + expected[$1] * Double(weights[index][output * expected.count + $1])
          }
        }
      }
      #expect(found.columns == expected.count)
      for (column, value) in expected.enumerated() { #expect(abs(Double(found[patch, column]) - value) < 1e-5) }
    }
  }
}
