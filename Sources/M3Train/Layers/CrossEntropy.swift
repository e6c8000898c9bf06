import CM3Kernels
import M3Tensor

/// -log softmax(logits)[target] of each row, times a weight.
enum CrossEntropy {
  /// What one row says about its target.
  struct Outcome {
    /// Without the weight.
    var loss: Float
    /// The target has the highest score.
    var isBest: Bool
  }

  /// logits become the gradient of the weighted sum.
  ///
  /// - Parameter logits: [row, class].
  static func lossAndGradient(
    replacing logits: MatrixView, targets: [Int], weights: [Float], _ pass: Pass
  ) -> [Outcome] {
    precondition(targets.count == logits.rows && weights.count == logits.rows, "a target for each row expected")
    var outcomes = Array(repeating: Outcome(loss: 0, isBest: false), count: targets.count)
    unsafe outcomes.withUnsafeMutableBufferPointer { outcomes in
      nonisolated(unsafe) let outcomes = unsafe outcomes  // each row writes its own
      pass.compute.forEachRange(of: targets.count, work: 16 * logits.columns) { rows in
        for row in rows {
          let line = unsafe logits.base + row * logits.stride
          let target = targets[row]
          let isBest = unsafe best(line, logits.columns) == target
          let loss = unsafe m3_cross_entropy(line, logits.columns, target, weights[row])
          unsafe outcomes[row] = Outcome(loss: loss, isBest: isBest)
        }
      }
    }
    return outcomes
  }

  private static func best(_ line: UnsafePointer<Float>, _ count: Int) -> Int {
    var best = 0
    for i in 1..<max(1, count) where unsafe line[i] > line[best] { best = i }
    return best
  }
}
