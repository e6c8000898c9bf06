import M3Core
import M3Tensor

extension TrainableModel {
  /// Runs crops through tower and dense head, and back unless they are only measured; gradients are added.
  ///
  /// - Precondition: the model has a dense head, and every sample labels for each of its tasks.
  /// - Throws: `TrainError` when there is no memory for another thread's gradients.
  public func runDense(_ samples: [DenseSample], trained: Set<Parameter.Part>) throws(TrainError) -> BatchOutcome {
    guard let dense else { preconditionFailure("a dense head expected") }
    let weights = DenseHead.weights(dense.tasks, samples)
    var outcome = try split(samples, cost: { _ in 1 }, trained: trained) { samples, pass in
      var outcome = BatchOutcome()
      for sample in samples { outcome += self.run(sample, dense, weights, pass) }
      return outcome
    }
    outcome.loss.weight = 1
    outcome.operations = cost(crops: samples.count, trained)
    return outcome
  }

  private func run(
    _ sample: DenseSample, _ dense: DenseHead, _ weights: [(background: Float, foreground: Float)], _ pass: Pass
  ) -> BatchOutcome {
    pass.arena.reset()
    let saved = tower.forward([sample.crop], pass)
    let rows = tower.patches(of: 0)
    guard !pass.trained.isEmpty else {
      return dense.run(saved.output[rows], sample, weights: weights, into: nil, pass)
    }
    let d = pass.arena.zeros(saved.output.rows, saved.output.columns)
    let outcome = dense.run(saved.output[rows], sample, weights: weights, into: d[rows], pass)
    if pass.trained.contains(.vision) { tower.backward(d, saved, pass) }
    return outcome
  }

  /// What the dense head says of a crop's patches, [patch, class of each task in turn]; valid until the next pass.
  func denseLogits(_ crop: Picture, _ dense: DenseHead) -> MatrixView {
    whole.trained = []
    whole.arena.reset()
    let saved = tower.forward([crop], whole)
    let logits = whole.arena.matrix(tower.shape.patches, dense.linear.outputs)
    dense.linear.forward(saved.output[tower.patches(of: 0)], into: logits, whole)
    return logits
  }

  /// What the dense head says of each class, less the mean of its task, where the class is not shown and where it is.
  ///
  /// - Returns: by row of the head; nil for a class that no sample shows, or that the head does not tell.
  func denseLevels(_ samples: [DenseSample]) -> [(absent: Float, present: Float)?] {
    guard let dense else { preconditionFailure("a dense head expected") }
    var sums = Array(repeating: (absent: 0.0, present: 0.0), count: dense.linear.outputs)
    var counts = sums
    for sample in samples {
      let logits = denseLogits(sample.crop, dense)
      for patch in 0..<logits.rows {
        var column = 0
        for (task, labels) in zip(dense.tasks, sample.labels) {
          let values = logits[patch..<patch + 1].columns(column..<column + task.classes).values
          let mean = values.reduce(0, +) / Float(task.classes)
          for (label, value) in values.enumerated() {
            if Int(labels[patch]) == label {
              sums[column + label].present += Double(value - mean)
              counts[column + label].present += 1
            } else {
              sums[column + label].absent += Double(value - mean)
              counts[column + label].absent += 1
            }
          }
          column += task.classes
        }
      }
    }
    return zip(sums, counts).map { sum, count in
      guard count.present > 0 else { return nil }
      let level = (Float(sum.absent / max(1, count.absent)), Float(sum.present / count.present))
      return level.1 > level.0 ? level : nil
    }
  }
}
