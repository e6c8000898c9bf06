import M3Core
import M3Tensor
import Testing

@testable import M3Train

/// A few blocks of parameters with random values, and a pass over them: what a layer needs to run alone.
final class Bench {
  let pass: Pass
  var generator: NormalGenerator

  /// - Parameter build: claims the layer's parameters.
  static func make<Layer>(seed: UInt64 = 7, _ build: (inout ParameterLayout) -> Layer) throws -> (Bench, Layer) {
    var layout = ParameterLayout()
    let layer = build(&layout)
    return (try Bench(layout, seed: seed), layer)
  }

  private init(_ layout: ParameterLayout, seed: UInt64) throws {
    let weights = try #require(FlatBuffer(ifRoomFor: max(1, layout.count)))
    let gradients = try #require(FlatBuffer(ifRoomFor: max(1, layout.count)))
    generator = NormalGenerator(seed: seed)
    for parameter in layout.parameters { weights[parameter.range] = generator.values(parameter.count, deviation: 0.5) }
    pass = Pass(
      compute: try Compute(), weights: weights, gradients: gradients, trained: Set(Parameter.Part.allCases))
  }

  func random(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, values: generator.values(rows * columns, deviation: 1))
  }

  /// The slope of `sum(weights * output)` along random directions against what the backward pass says of it.
  ///
  /// - Parameters:
  ///   - inputs: values and what the backward pass gave as their gradients.
  ///   - loss: computed anew from the inputs as they are.
  func expectSlopes(
    _ inputs: [(name: String, values: MatrixView, gradient: [Float])], step: Float = 5e-3,
    within tolerance: Double = 5e-3,
    sourceLocation: SourceLocation = #_sourceLocation, loss: () -> Double
  ) {
    for input in inputs {
      let before = input.values.values
      for _ in 0..<3 {
        let direction = generator.values(before.count, deviation: 1)
        input.values.copy(zip(before, direction).map { $0 + step * $1 })
        let above = loss()
        input.values.copy(zip(before, direction).map { $0 - step * $1 })
        let below = loss()
        input.values.copy(before)
        let found = zip(input.gradient, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let size = zip(input.gradient, direction).reduce(0.0) { $0 + Double($1.0 * $1.1) * Double($1.0 * $1.1) }
          .squareRoot()
        let expected = (above - below) / Double(2 * step)
        #expect(
          abs(found - expected) <= tolerance * max(size, abs(expected), 1e-3),
          "\(input.name): \(found), by differences \(expected)", sourceLocation: sourceLocation)
      }
    }
  }

  /// A block's weights and its gradients so far.
  func parameter(_ name: String, _ block: Block) throws -> (name: String, values: MatrixView, gradient: [Float]) {
    (name, pass.weights(block), try #require(pass.gradients(block)).values)
  }
}

/// The sum of products of two lists.
func product(_ left: [Float], _ right: [Float]) -> Double {
  zip(left, right).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
}
