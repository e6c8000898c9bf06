public import M3Core
import M3Tensor

/// What a linear head reads from each patch while the vision tower is pretrained.
public struct DenseTask: Equatable, Codable, Sendable {
  public var name: String
  /// Labels are below it.
  public var classes: Int
  /// Of its loss in the sum.
  public var weight: Double
  /// The share that patches with a label above 0 have in its loss; nil when all patches count alike.
  public var foreground: Double?
  /// The words that say each class, for `WordAlignment`; none for a class that shows nothing.
  public var words: [[String]]

  public init(
    name: String, classes: Int, weight: Double, foreground: Double?, words: [[String]] = []
  ) {
    self.words = words
    self.name = name
    self.classes = classes
    self.weight = weight
    self.foreground = foreground
  }
}

/// One crop and what each of its patches shows.
public struct DenseSample: Sendable {
  public var crop: Picture
  /// [task][patch], patches row by row.
  public var labels: [[UInt8]]

  public init(crop: Picture, labels: [[UInt8]]) {
    self.crop = crop
    self.labels = labels
  }
}

/// A linear layer from the tower's patches to the classes of all tasks; thrown away after pretraining.
struct DenseHead {
  let tasks: [DenseTask]
  let linear: LinearLayer

  init(_ layout: inout ParameterLayout, width: Int, tasks: [DenseTask]) {
    self.tasks = tasks
    let classes = tasks.reduce(0) { $0 + $1.classes }
    linear = LinearLayer(
      weight: layout.add(Self.weightKey, shape: [classes, width], part: .head),
      bias: layout.add(Self.biasKey, shape: [classes], part: .head))
  }

  static let weightKey = "dense_head.weight"
  static let biasKey = "dense_head.bias"

  /// Weights of the patches of a task, by whether they have a label: the same for all patches of a batch.
  static func weights(_ tasks: [DenseTask], _ samples: [DenseSample]) -> [(background: Float, foreground: Float)] {
    tasks.enumerated().map { index, task in
      var patches = 0
      var foreground = 0
      for sample in samples {
        patches += sample.labels[index].count
        foreground += sample.labels[index].count { $0 > 0 }
      }
      guard let share = task.foreground else {
        let each = Float(task.weight / Double(max(1, patches)))
        return (each, each)
      }
      return (
        Float(task.weight * (1 - share) / Double(max(1, patches - foreground))),
        Float(task.weight * share / Double(max(1, foreground)))
      )
    }
  }

  /// The loss of a crop; its gradient runs back into the head and to the patches.
  ///
  /// - Parameters:
  ///   - x: [patch, width].
  ///   - dx: becomes the gradient of x; nil to measure only.
  func run(
    _ x: MatrixView, _ sample: DenseSample, weights: [(background: Float, foreground: Float)], into dx: MatrixView?,
    _ pass: Pass
  ) -> BatchOutcome {
    var outcome = BatchOutcome()
    let logits = pass.arena.matrix(x.rows, linear.outputs)
    linear.forward(x, into: logits, pass)
    var column = 0
    for (index, task) in tasks.enumerated() {
      let labels = sample.labels[index]
      let scale = weights[index]
      let patches = labels.map { $0 > 0 ? scale.foreground : scale.background }
      let results = CrossEntropy.lossAndGradient(
        replacing: logits.columns(column..<column + task.classes), targets: labels.map(Int.init), weights: patches,
        pass)
      column += task.classes
      var accuracy = BatchOutcome.Accuracy()
      var loss = BatchOutcome.Loss()
      for (patch, result) in results.enumerated() {
        loss += BatchOutcome.Loss(sum: Double(patches[patch] * result.loss), weight: Double(patches[patch]))
        guard task.foreground == nil || labels[patch] > 0 else { continue }
        accuracy += BatchOutcome.Accuracy(right: result.isBest ? 1 : 0, asked: 1)
      }
      outcome.loss.sum += loss.sum
      outcome.losses[task.name] = loss
      outcome.accuracies[task.name] = ["patch": accuracy]
    }
    outcome.crops = 1
    outcome.tokens = x.rows
    if let dx { linear.backward(logits, input: x, into: dx, pass) }
    return outcome
  }
}
