import M3Core
import M3Model
import M3Tensor
import Testing

@testable import M3Train

/// What `WordAlignment` promises before the first step.
struct AlignmentTests {
  private static let tasks = [
    DenseTask(name: "color", classes: 3, weight: 1, foreground: 0.5, words: [[], ["red"], ["blue"]]),
    DenseTask(name: "shape", classes: 3, weight: 1, foreground: 0.5, words: [[], ["circle"], ["square"]]),
  ]
  private static let ids: [String: Int32] = ["red": 5, "blue": 6, "circle": 7, "square": 8]

  private static func model(hidden: Int = 128) throws -> TrainableModel {
    let shape = ModelShape(
      vision: ModelShape.Vision(hidden: 16, layers: 2, heads: 4, mlp: 20, patchSide: 1, patches: 576),
      projector: [16, 24, hidden],
      language: ModelShape.Language(
        hidden: hidden, layers: 3, heads: 4, keyValueHeads: 4, headWidth: hidden / 4, mlp: 24, vocabulary: 32,
        context: 4096))
    var configuration = ModelConfiguration(new: shape, textVocabulary: 30, scales: VisualScale.trained)
    configuration.ropeTheta = 1e8
    let model = try TrainableModel(configuration, dense: tasks)
    model.initialize(seed: 4)
    return model
  }

  /// Crops whose labels are what the head says of them.
  private static func samples(_ model: TrainableModel) throws -> [DenseSample] {
    let dense = try #require(model.dense)
    return (0..<3).map { index in
      let crop = TinyModel.sample(seed: UInt64(index), crops: 1).crops[0]
      let logits = model.denseLogits(crop, dense)
      let labels = [0, 3].map { first in
        (0..<logits.rows).map { patch in
          let values = logits[patch..<patch + 1].columns(first..<first + 3).values
          return UInt8(values.indices.max { values[$0] < values[$1] } ?? 0)
        }
      }
      return DenseSample(crop: crop, labels: labels)
    }
  }

  private static func align(_ model: TrainableModel, _ samples: [DenseSample]) throws -> Bool {
    let alignment = try WordAlignment(tasks) { word in [Self.ids[word] ?? 0] }
    return alignment.apply(to: model, samples, seed: 1)
  }

  @Test func patchesSayWhatTheHeadReads() throws {
    let model = try Self.model()
    let samples = try Self.samples(model)
    #expect(try Self.align(model, samples))
    var sums = [[Double]](repeating: [0, 0], count: 4)
    var counts = sums
    for sample in samples {
      let pass = model.whole
      pass.arena.reset()
      let saved = model.tower.forward([sample.crop], pass)
      let tokens = pass.arena.matrix(576, 128)
      _ = model.projector.forward(saved.output[model.tower.patches(of: 0)], into: tokens, pass)
      for patch in 0..<576 {
        let values = tokens[patch..<patch + 1].values
        for word in 0..<4 {
          let isShown = Int(sample.labels[word / 2][patch]) == word % 2 + 1 ? 1 : 0
          sums[word][isShown] += Double(values[word])
          counts[word][isShown] += 1
        }
      }
    }
    for word in 0..<4 where counts[word].allSatisfy({ $0 > 0 }) {
      // About the length of a word's embedding, and about nothing.
      #expect((1.2...3).contains(sums[word][1] / counts[word][1]), "word \(word)")
      #expect(abs(sums[word][0] / counts[word][0]) < 1, "word \(word)")
    }
    #expect(counts.contains { $0.allSatisfy { $0 > 0 } })
  }

  /// Red circle and blue square among empty tokens: the word of one colour brings the shape beside it.
  @Test func wordsOfAQuestionFindPatches() throws {
    let model = try Self.model()
    #expect(try Self.align(model, try Self.samples(model)))
    let red = try Self.shapes(model, asking: "red")
    let blue = try Self.shapes(model, asking: "blue")
    #expect(red.circle > blue.circle + 0.5)
    #expect(blue.square > red.square + 0.5)
  }

  private static func shapes(_ model: TrainableModel, asking color: String) throws -> (circle: Float, square: Float) {
    var sample = TinyModel.sample(seed: 5, crops: 1, scales: [.tokens9], segments: [])
    // As long as the texts that stand before pictures are.
    sample.before = [1] + (0..<40).map { 20 + $0 % 10 }
    sample.segments = [
      TrainingSample.Segment(tokens: [20, ids[color] ?? 0, 21, 22], weights: [0, 0, 0, 1], kind: "shape")
    ]
    let batch = PackedBatch([sample], factor: 1)
    model.whole.arena.reset()
    let x = model.whole.arena.zeros(batch.rows, 128)
    let first = batch.sequences[0].visual.lowerBound
    for (token, channels) in [(2, [0, 2]), (6, [1, 3])] {
      var values = [Float](repeating: 0, count: 128)
      for channel in channels { values[channel] = 2 }
      x[first + token..<first + token + 1].copy(values)
    }
    let saved = model.language.forward(x, batch, rotary: model.language.makeRotary(positions: 128), model.whole)
    let logits = saved.logits[0..<1].values
    return (logits[Int(ids["circle"] ?? 0)], logits[Int(ids["square"] ?? 0)])
  }

  @Test func aModelWithoutRoomIsLeftAsItIs() throws {
    let model = try TinyModel.make(dense: Self.tasks)
    let before = model.weights[0..<model.weights.count]
    #expect(try !Self.align(model, []))
    #expect(model.weights[0..<model.weights.count] == before)
  }
}
