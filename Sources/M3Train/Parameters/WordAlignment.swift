import Glibc
import M3Core
import M3Model
import M3Tensor
import M3Text

/// Makes visual tokens speak the language model's words from the first step on.
///
/// After dense pretraining a linear head knows what each patch shows. Its rows, scaled so that a class is about 0 where
/// it is not shown and `gain` where it is, become the projector's first layer; the activation keeps the classes that are
/// there, and the second layer turns each into the embeddings of the words that say it. A patch of a red circle is then
/// the sum of "red", "circle" and what else it shows, and a pooled token the mean of its patches. Each such word has a
/// channel of the language model of its own; all other words are random in the channels that are left, and one channel
/// tells text from picture. The output layer begins as the embeddings, and attention as `RetrievalAttention`.
struct WordAlignment {
  /// A class of the dense head: its task, its row, and the channels of the words that say it.
  private struct Class {
    var task: Int
    var row: Int
    var channels: [Int]
  }

  private let classes: [Class]
  /// Rows of the head that belong to each task.
  private let rows: [Range<Int>]
  /// Token ids of each channel's word.
  private let ids: [[Int]]
  private let words: ContentWords

  /// - Parameters:
  ///   - tasks: in the order of the head's rows.
  ///   - encode: the token ids of a word.
  init(_ tasks: [DenseTask], encode: (String) throws(TextError) -> [Int32]) throws(TextError) {
    let words = ContentWords(tasks)
    self.words = words
    var ids: [[Int]] = []
    for word in words.all { ids.append(try encode(word).map(Int.init)) }
    self.ids = ids
    var classes: [Class] = []
    var rows: [Range<Int>] = []
    var start = 0
    for (index, task) in tasks.enumerated() {
      for (label, said) in task.words.enumerated() where !said.isEmpty {
        classes.append(Class(task: index, row: start + label, channels: said.compactMap { words.channel(of: $0) }))
      }
      rows.append(start..<start + task.classes)
      start += task.classes
    }
    self.classes = classes
    self.rows = rows
  }

  /// Sets projector, embeddings, output layer and the attention of the language model.
  ///
  /// - Parameter samples: what the head's answers are scaled by.
  /// - Returns: false when the model is too narrow for a channel a word.
  /// - Precondition: the model has a dense head of the same tasks.
  func apply(to model: TrainableModel, _ samples: [DenseSample], seed: UInt64) -> Bool {
    let shape = model.configuration.shape
    guard shape.language.hidden > 2 * words.all.count, shape.projector.count == 3, shape.projector[1] >= classes.count,
      let attention = RetrievalAttention(shape.language, theta: model.configuration.ropeTheta, words)
    else { return false }
    var generator = NormalGenerator(seed: seed ^ 0x57)
    setWords(model, &generator)
    setProjector(model, model.denseLevels(samples))
    attention.apply(to: model)
    return true
  }

  private func setWords(_ model: TrainableModel, _ generator: inout NormalGenerator) {
    guard let table = model.parameter("language_model.embed_tokens.weight") else { return }
    let width = table.shape[1]
    let free = words.all.count..<width - 1
    var values = generator.values(table.count, deviation: Self.wordLength / sqrtf(Float(free.count)))
    for token in 0..<table.shape[0] {
      for channel in 0..<width where !free.contains(channel) { values[token * width + channel] = 0 }
    }
    for (channel, tokens) in ids.enumerated() {
      guard let last = tokens.last else { continue }
      for other in 0..<width { values[last * width + other] = other == channel ? Self.wordLength : 0 }
    }
    if let output = model.parameter("lm_head.weight") {
      model.weights[output.range] = values.map { $0 * Self.outputShare }
    }
    for token in 0..<table.shape[0] { values[token * width + width - 1] = Self.textLength }
    model.weights[table.range] = values
  }

  private func setProjector(_ model: TrainableModel, _ levels: [(absent: Float, present: Float)?]) {
    guard let head = model.parameter(DenseHead.weightKey), let headBias = model.parameter(DenseHead.biasKey),
      let first = model.parameter("multi_modal_projector.linear_1.weight"),
      let firstBias = model.parameter("multi_modal_projector.linear_1.bias"),
      let second = model.parameter("multi_modal_projector.linear_2.weight")
    else { return }
    let (inputs, inner) = (first.shape[1], first.shape[0])
    let weights = model.weights[head.range]
    let biases = model.weights[headBias.range]
    var firstValues = model.weights[first.range]
    var firstBiases = model.weights[firstBias.range]
    var secondValues = model.weights[second.range].map { $0 * Self.restShare }
    for (row, entry) in classes.enumerated() {
      let task = rows[entry.task]
      guard let level = levels[entry.row] else { continue }
      let scale = Self.gain / max(level.present - level.absent, 1e-3)
      for input in 0..<inputs {
        let mean = task.reduce(Float(0)) { $0 + weights[$1 * inputs + input] } / Float(task.count)
        firstValues[row * inputs + input] = scale * (weights[entry.row * inputs + input] - mean)
      }
      let mean = task.reduce(Float(0)) { $0 + biases[$1] } / Float(task.count)
      firstBiases[row] = scale * (biases[entry.row] - mean - level.absent)
      for output in 0..<second.shape[0] { secondValues[output * inner + row] = 0 }
      for channel in entry.channels { secondValues[channel * inner + row] = Self.wordLength / Self.gain }
    }
    model.weights[first.range] = firstValues
    model.weights[firstBias.range] = firstBiases
    model.weights[second.range] = secondValues
  }

  /// Of a word's embedding.
  private static let wordLength: Float = 2
  /// In the channel that tells text from picture.
  private static let textLength: Float = 1
  /// Of the output layer, against the embeddings.
  private static let outputShare: Float = 0.25
  /// What the activation gets where a class is shown.
  private static let gain: Float = 2
  /// Of the projector's other channels.
  private static let restShare: Float = 0.2
}
