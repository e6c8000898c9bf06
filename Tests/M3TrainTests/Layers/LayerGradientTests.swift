import M3Core
import M3Tensor
import Testing

@testable import M3Train

/// Every layer's backward pass against differences of its forward pass, on sizes that divide by nothing.
@Suite struct LayerGradientTests {
  @Test(arguments: [(1, 1, 1), (3, 5, 7), (17, 33, 31), (67, 19, 130)])
  func linear(rows: Int, inputs: Int, outputs: Int) throws {
    let (bench, layer) = try Bench.make {
      LinearLayer(
        weight: $0.add("w", shape: [outputs, inputs], part: .language),
        bias: $0.add("b", shape: [outputs], part: .language))
    }
    let x = bench.random(rows, inputs)
    let y = Matrix(rows: rows, columns: outputs)
    let d = bench.random(rows, outputs)
    let dx = Matrix(rows: rows, columns: inputs)
    layer.backward(d.all, input: x.all, into: dx.all, bench.pass)
    let inputs = [
      ("x", x.all, dx.all.values), try bench.parameter("weight", layer.weight),
      try bench.parameter("bias", #require(layer.bias)),
    ]
    bench.expectSlopes(inputs) {
      layer.forward(x.all, into: y.all, bench.pass)
      return product(y.all.values, d.all.values)
    }
  }

  @Test func linearOfSomeOutputsAddsToWhatIsThere() throws {
    let (bench, layer) = try Bench.make {
      LinearLayer(weight: $0.add("w", shape: [9, 5], part: .language), bias: $0.add("b", shape: [9], part: .language))
    }
    let x = bench.random(4, 5)
    let whole = Matrix(rows: 4, columns: 9)
    let part = Matrix(rows: 4, columns: 3, values: Array(repeating: 2, count: 12))
    layer.forward(x.all, into: whole.all, bench.pass)
    layer.forward(x.all, outputs: 2..<5, adding: true, into: part.all, bench.pass)
    for row in 0..<4 {
      for column in 0..<3 { #expect(abs(part.all[row, column] - whole.all[row, column + 2] - 2) < 1e-5) }
    }
  }

  @Test(arguments: [(1, 3), (3, 7), (29, 96), (300, 33)]) func layerNorm(rows: Int, width: Int) throws {
    let (bench, layer) = try Bench.make { layout -> LayerNormLayer in
      LayerNormLayer(
        weight: layout.add("w", shape: [width], part: .vision), bias: layout.add("b", shape: [width], part: .vision),
        epsilon: 1e-5)
    }
    let x = bench.random(rows, width)
    let y = Matrix(rows: rows, columns: width)
    let d = bench.random(rows, width)
    let dx = Matrix(rows: rows, columns: width)
    layer.backward(d.all, input: x.all, addingTo: dx.all, bench.pass)
    let inputs = [
      ("x", x.all, dx.all.values), try bench.parameter("weight", layer.weight),
      try bench.parameter("bias", layer.bias),
    ]
    bench.expectSlopes(inputs, step: width < 4 ? 1e-4 : 2e-3, within: 2e-2) {
      layer.forward(x.all, into: y.all, bench.pass)
      return product(y.all.values, d.all.values)
    }
  }

  @Test(arguments: [(1, 2), (3, 7), (29, 96), (300, 33)]) func rmsNorm(rows: Int, width: Int) throws {
    let (bench, layer) = try Bench.make { layout -> RMSNormLayer in
      RMSNormLayer(weight: layout.add("w", shape: [width], part: .language), epsilon: 1e-5)
    }
    let x = bench.random(rows, width)
    let y = Matrix(rows: rows, columns: width)
    let d = bench.random(rows, width)
    let dx = Matrix(rows: rows, columns: width)
    layer.backward(d.all, input: x.all, addingTo: dx.all, bench.pass)
    bench.expectSlopes(
      [("x", x.all, dx.all.values), try bench.parameter("weight", layer.weight)], step: 2e-3, within: 2e-2
    ) {
      layer.forward(x.all, into: y.all, bench.pass)
      return product(y.all.values, d.all.values)
    }
  }

  @Test(arguments: Activation.allCases) func activations(activation: Activation) throws {
    let (bench, layer) = try Bench.make { _ in ActivationLayer(activation: activation) }
    let x = bench.random(13, 37)
    let y = Matrix(rows: 13, columns: 37)
    let again = Matrix(rows: 13, columns: 37)
    let d = bench.random(13, 37)
    let dx = Matrix(rows: 13, columns: 37, values: d.all.values)
    layer.forward(x.all, into: y.all, bench.pass)
    layer.backward(dx.all, input: x.all, recomputing: again.all, bench.pass)
    #expect(relativeDifference(again.all.values, y.all.values) < 1e-6)
    bench.expectSlopes([("x", x.all, dx.all.values)]) {
      layer.forward(x.all, into: y.all, bench.pass)
      return product(y.all.values, d.all.values)
    }
  }

  @Test func swiGLU() throws {
    let (bench, _) = try Bench.make { _ in 0 }
    let x = bench.random(11, 2 * 29)
    let y = Matrix(rows: 11, columns: 29)
    let d = bench.random(11, 29)
    let dx = Matrix(rows: 11, columns: 58, values: x.all.values)
    let again = Matrix(rows: 11, columns: 29, values: d.all.values)
    SwiGLULayer.backward(replacing: dx.all, restoring: again.all, bench.pass)
    SwiGLULayer.forward(x.all, into: y.all, bench.pass)
    #expect(relativeDifference(again.all.values, y.all.values) < 1e-6)
    bench.expectSlopes([("x", x.all, dx.all.values)]) {
      SwiGLULayer.forward(x.all, into: y.all, bench.pass)
      return product(y.all.values, d.all.values)
    }
  }

  @Test func rotary() throws {
    let (bench, _) = try Bench.make { _ in 0 }
    let layer = RotaryLayer(positions: 50, width: 6, theta: 100)
    let x = bench.random(7, 18)
    let positions = [0, 3, 3, 49, 1, 20, 7][...]
    let d = bench.random(7, 18)
    let dx = Matrix(rows: 7, columns: 18, values: d.all.values)
    layer.backward(dx.all, at: positions, bench.pass)
    bench.expectSlopes([("x", x.all, dx.all.values)]) {
      let y = Matrix(rows: 7, columns: 18, values: x.all.values)
      layer.forward(y.all, at: positions, bench.pass)
      return product(y.all.values, d.all.values)
    }
  }

  @Test func embedding() throws {
    let (bench, layer) = try Bench.make { EmbeddingLayer(table: $0.add("e", shape: [9, 5], part: .language)) }
    let tokens: [Int32] = [3, 0, 3, 8, 3]
    let y = Matrix(rows: 5, columns: 5)
    let d = bench.random(5, 5)
    layer.backward(d.all, tokens: tokens[...], bench.pass)
    bench.expectSlopes([try bench.parameter("table", layer.table)]) {
      layer.forward(tokens[...], into: y.all, bench.pass)
      return product(y.all.values, d.all.values)
    }
  }

  @Test(arguments: VisualScale.allCases, Reduction.allCases)
  func pooling(scale: VisualScale, reduction: Reduction) throws {
    let (bench, _) = try Bench.make { _ in 0 }
    let x = bench.random(576, 3)
    let y = Matrix(rows: scale.tokens, columns: 3)
    let d = bench.random(scale.tokens, 3)
    let dx = Matrix(rows: 576, columns: 3)
    PoolingLayer.backward(d.all, of: scale, by: reduction, addingTo: dx.all)
    bench.expectSlopes([("x", x.all, dx.all.values)]) {
      PoolingLayer.forward(x.all, to: scale, by: reduction, into: y.all)
      return product(y.all.values, d.all.values)
    }
  }

  @Test(arguments: [2, 7, 129]) func crossEntropy(classes: Int) throws {
    let (bench, _) = try Bench.make { _ in 0 }
    let x = bench.random(5, classes)
    let targets = (0..<5).map { $0 * 3 % classes }
    let weights: [Float] = [1, 0.5, 0, 2, 0.1]
    let dx = Matrix(rows: 5, columns: classes, values: x.all.values)
    _ = CrossEntropy.lossAndGradient(replacing: dx.all, targets: targets, weights: weights, bench.pass)
    bench.expectSlopes([("x", x.all, dx.all.values)]) {
      let logits = Matrix(rows: 5, columns: classes, values: x.all.values)
      let outcomes = CrossEntropy.lossAndGradient(
        replacing: logits.all, targets: targets, weights: weights, bench.pass)
      return product(outcomes.map(\.loss), weights)
    }
  }

  @Test func crossEntropyTellsTheBestScore() throws {
    let (bench, _) = try Bench.make { _ in 0 }
    let logits = Matrix(rows: 2, columns: 3, values: [1, 5, 2, 7, 0, 8])
    let outcomes = CrossEntropy.lossAndGradient(
      replacing: logits.all, targets: [1, 0], weights: [1, 1], bench.pass)
    #expect(outcomes.map(\.isBest) == [true, false])
  }
}
