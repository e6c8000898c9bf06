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
}
