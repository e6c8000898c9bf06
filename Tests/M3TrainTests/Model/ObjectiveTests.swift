import M3Core
import M3Model
import M3Tensor
import Testing

@testable import M3Train

/// The objective and the ways to compute it that must not change it.
@Suite(.serialized) struct ObjectiveTests {
  @Test(arguments: Reduction.allCases) func gradientOfTheWholeModelAgainstDifferences(reduction: Reduction) throws {
    let model = try TinyModel.make()
    let samples = [
      TinyModel.sample(seed: 1), TinyModel.sample(seed: 2, crops: 1, scales: [.tokens36], segments: [(3, 1)]),
    ]
    let (_, gradients) = try TinyModel.gradients(model, samples, reduction: reduction)
    var generator = NormalGenerator(seed: 5)
    for part in TinyModel.all {
      let parameters = model.parameters.filter { $0.part == part }
      let before = model.weights[0..<model.weights.count]
      var expected = 0.0
      var size = 0.0
      var directions: [(Parameter, [Float])] = []
      for parameter in parameters {
        let direction = generator.values(parameter.count, deviation: 1)
        directions.append((parameter, direction))
        for (i, value) in direction.enumerated() {
          let term = Double(value) * Double(gradients[parameter.start + i])
          expected += term
          size += term * term
        }
      }
      func loss(_ step: Float) throws -> Double {
        for (parameter, direction) in directions {
          model.weights[parameter.range] = zip(before[parameter.range], direction).map { $0 + step * $1 }
        }
        return try model.run(samples, reduction: reduction, trained: []).loss.mean
      }
      let found = (try loss(2e-4) - loss(-2e-4)) / 4e-4
      model.weights[0..<model.weights.count] = before
      #expect(abs(found - expected) < 0.02 * size.squareRoot() + 1e-3, "\(part): \(expected), by differences \(found)")
    }
  }

  @Test func questionsBehindOnePrefixAreAsAskedAlone() throws {
    let model = try TinyModel.make()
    let packed = TinyModel.sample(seed: 4, segments: [(4, 2), (6, 3), (2, 1), (9, 4)])
    let alone = packed.segments.map { segment in
      var sample = packed
      sample.segments = [segment]
      return sample
    }
    let together = try TinyModel.gradients(model, [packed])
    let apart = try TinyModel.gradients(model, alone)
    #expect(abs(together.loss - apart.loss) < 1e-5)
    #expect(relativeDifference(together.gradients, apart.gradients) < 1e-4)
  }

  @Test func onePassForAllScalesIsAPassForEach() throws {
    let model = try TinyModel.make()
    let scales: [VisualScale] = [.tokens1, .tokens9, .tokens144]
    let all = try TinyModel.gradients(model, [TinyModel.sample(seed: 5, scales: scales)])
    var sum = [Float](repeating: 0, count: all.gradients.count)
    var loss = 0.0
    for scale in scales {
      let one = try TinyModel.gradients(model, [TinyModel.sample(seed: 5, scales: [scale])])
      loss += one.loss / Double(scales.count)
      for i in sum.indices { sum[i] += one.gradients[i] / Float(scales.count) }
    }
    #expect(abs(all.loss - loss) < 1e-5)
    #expect(relativeDifference(all.gradients, sum) < 1e-4)
  }

  @Test func lossesAreToldByVariant() throws {
    let model = try TinyModel.make()
    let outcome = try model.run([TinyModel.sample(seed: 6)], trained: [])
    let one = try model.run([TinyModel.sample(seed: 6, scales: [.tokens9])], trained: [])
    #expect(abs((outcome.losses["2x9"]?.mean ?? 0) - one.loss.mean) < 1e-6)
    #expect(outcome.accuracies["kind1"]?["2x1"]?.asked == 1)
    #expect(outcome.accuracy.asked == 4)
  }

  @Test func accumulationIsALargeBatch() throws {
    let model = try TinyModel.make()
    let samples = (0..<5).map { TinyModel.sample(seed: UInt64(10 + $0), crops: 1, segments: [(3, 1 + $0)]) }
    let whole = try TinyModel.gradients(model, samples)
    model.gradients.clear()
    let weight = samples.reduce(0) { $0 + $1.weight }
    for sample in samples { _ = try model.run([sample], weight: weight, trained: TinyModel.all) }
    #expect(relativeDifference(model.gradients[0..<model.gradients.count], whole.gradients) < 1e-4)
  }

  /// In a process of its own: other tests change the level of kernels and the number of threads, which change the last
  /// bits.
  @Test func sameBatchSameBits() async {
    await #expect(processExitsWith: .success) {
      let model = try TinyModel.make()
      let samples = (0..<6).map { TinyModel.sample(seed: UInt64(20 + $0), crops: 1 + $0 % 3) }
      let first = try TinyModel.gradients(model, samples)
      let second = try TinyModel.gradients(model, samples)
      #expect(first.loss == second.loss && first.gradients == second.gradients)
    }
  }

  @Test(arguments: Parameter.Part.allCases.filter { $0 != .head }) func frozenPartsHaveNoGradient(
    part: Parameter.Part
  ) throws {
    let model = try TinyModel.make()
    let sample = [TinyModel.sample(seed: 7)]
    let all = try TinyModel.gradients(model, sample)
    let some = try TinyModel.gradients(model, sample, trained: TinyModel.all.subtracting([part]))
    for parameter in model.parameters {
      let found = Array(some.gradients[parameter.range])
      if parameter.part == part {
        #expect(found.allSatisfy { $0 == 0 }, "\(parameter.key)")
      } else {
        #expect(relativeDifference(found, Array(all.gradients[parameter.range])) < 1e-5, "\(parameter.key)")
      }
    }
  }

  @Test func keptPatchesOfAFrozenTowerChangeNothing() throws {
    let model = try TinyModel.make()
    var sample = TinyModel.sample(seed: 9, crops: 3)
    sample.cropKeys = [4, 5, 4]
    sample.crops[2] = sample.crops[0]
    // Room for one picture's patches, or for all tokens.
    for depth in [TowerCache.Depth.patches, .tokens] {
      let frozen: Set<Parameter.Part> = depth == .patches ? [.vision] : [.vision, .projector]
      let cache = TowerCache(depth, capacity: 576 * 4 * model.configuration.shape.vision.hidden)
      let parts = TinyModel.all.subtracting(frozen)
      let expected = try TinyModel.gradients(model, [sample], trained: parts)
      for _ in 0..<2 {
        model.gradients.clear()
        let outcome = try model.run([sample], trained: parts, cache: cache)
        #expect(abs(outcome.loss.mean - expected.loss) < 1e-6)
        #expect(relativeDifference(model.gradients[0..<model.gradients.count], expected.gradients) < 1e-5)
      }
      // Parts that change keep nothing.
      let fresh = TowerCache(depth, capacity: 1 << 30)
      _ = try model.run([sample], trained: TinyModel.all, cache: fresh)
      #expect(fresh.isEmpty)
    }
  }

  @Test func aConversationWithoutPicturesTrains() throws {
    let model = try TinyModel.make()
    var sample = TinyModel.sample(seed: 8)
    sample.crops = []
    sample.variants = [TrainingSample.Variant(name: "text", slots: [])]
    let (loss, gradients) = try TinyModel.gradients(model, [sample])
    #expect(loss.isFinite)
    for parameter in model.parameters {
      let isUsed = parameter.part == .language
      #expect(gradients[parameter.range].contains { $0 != 0 } == isUsed, "\(parameter.key)")
    }
  }

  @Test func denseHeadAgainstDifferences() throws {
    let tasks = [
      DenseTask(name: "a", classes: 3, weight: 2, foreground: 0.7),
      DenseTask(name: "b", classes: 2, weight: 1, foreground: nil),
    ]
    let model = try TinyModel.make(dense: tasks)
    let samples = (0..<3).map { index in
      DenseSample(
        crop: TinyModel.sample(seed: UInt64(index), crops: 1).crops[0],
        labels: tasks.map { task in (0..<576).map { UInt8(($0 * 7 + index) % task.classes) } })
    }
    let trained: Set<Parameter.Part> = [.vision, .head]
    _ = try model.runDense(samples, trained: trained)
    let gradients = model.gradients[0..<model.gradients.count]
    let before = model.weights[0..<model.weights.count]
    var generator = NormalGenerator(seed: 1)
    let direction = generator.values(before.count, deviation: 1)
    let expected = zip(direction, gradients).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    func loss(_ step: Float) throws -> Double {
      model.weights[0..<before.count] = zip(before, direction).map { $0 + step * $1 }
      return try model.runDense(samples, trained: []).loss.mean
    }
    let found = (try loss(1e-3) - loss(-1e-3)) / 2e-3
    #expect(abs(found - expected) < 0.02 * abs(expected) + 1e-2, "\(expected), by differences \(found)")
  }
}
