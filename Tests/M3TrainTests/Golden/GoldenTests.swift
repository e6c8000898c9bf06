import M3Core
import M3Model
import M3Tensor
import Testing

@testable import M3Train

/// Losses, gradients and optimiser steps as PyTorch computes them.
@Suite(.serialized) struct GoldenTests {
  private static let all: Set<Parameter.Part> = [.vision, .projector, .language]

  @Test func lossesOfAllScales() throws {
    let golden = try GoldenTraining()
    let outcome = try golden.model.run(golden.samples, trained: [])
    let expected = try golden.values("loss.scales")
    for (scale, loss) in zip(GoldenTraining.scales, expected) {
      let found = try #require(outcome.losses["\(scale.tokens)"])
      #expect(abs(found.mean - Double(loss)) < 1e-4, "scale \(scale.tokens): \(found.mean), expected \(loss)")
    }
    #expect(abs(outcome.loss.mean - Double(try golden.values("loss.mean")[0])) < 1e-4)
  }

  @Test func gradientsOfEveryTensor() throws {
    let golden = try GoldenTraining()
    _ = try golden.model.run(golden.samples, trained: Self.all)
    var compared = 0
    for parameter in golden.model.parameters {
      let expected = try golden.values("grad.\(Checkpoint.diskName(of: parameter.key))")
      let found = golden.model.gradients[parameter.range]
      compared += 1
      if parameter.key.hasSuffix("k_proj.bias") {
        // Softmax does not see a shift of all keys, so this gradient is zero; what both compute is rounding.
        #expect(found.allSatisfy { $0.magnitude < 1e-7 }, "\(parameter.key)")
        continue
      }
      let difference = relativeDifference(found, expected)
      #expect(difference < 1e-3, "\(parameter.key): \(difference)")
    }
    // What the model does not use has no gradient in the reference either.
    let used = Set(golden.model.parameters.map { "grad.\(Checkpoint.diskName(of: $0.key))" })
    for tensor in golden.expected.tensors where tensor.name.hasPrefix("grad.") && !used.contains(tensor.name) {
      #expect(try golden.values(tensor.name).allSatisfy { $0 == 0 }, "\(tensor.name)")
      compared += 1
    }
    #expect(compared == golden.expected.tensors.count { $0.name.hasPrefix("grad.") })
  }

  @Test func tenStepsOfAdamW() throws {
    let golden = try GoldenTraining()
    let optimizer = try AdamW(
      golden.model, AdamW.Settings(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.01, decaysVectors: true))
    for (step, expected) in try golden.values("adamw.losses").enumerated() {
      golden.model.gradients.clear()
      let loss = try golden.model.run(golden.samples, trained: Self.all).loss.mean
      #expect(abs(loss / Double(expected) - 1) < 0.01, "step \(step): \(loss), expected \(expected)")
      optimizer.step(golden.model, rates: Dictionary(uniqueKeysWithValues: Self.all.map { ($0, 1e-3) }))
    }
  }
}
