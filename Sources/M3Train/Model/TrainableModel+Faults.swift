import CM3Kernels
import M3Tensor

extension TrainableModel {
  /// The first parameter whose weights, or else gradients, hold a value that is no number.
  func firstNonFinite(_ parts: Set<Parameter.Part>) -> String {
    for (buffer, what) in [(weights, "the weight"), (gradients, "the gradient of")] {
      for parameter in parameters where parts.contains(parameter.part) {
        let sum = unsafe m3_sum_of_squares(buffer.base + parameter.start, parameter.count)
        if !sum.isFinite { return "\(what) \(parameter.key)" }
      }
    }
    return "the loss"
  }

  /// The parameter whose gradient is the largest against its weights.
  func steepest(_ parts: Set<Parameter.Part>) -> String {
    let ratios = parameters.filter { parts.contains($0.part) }.map { parameter in
      let gradient = unsafe m3_sum_of_squares(gradients.base + parameter.start, parameter.count)
      let weight = unsafe m3_sum_of_squares(weights.base + parameter.start, parameter.count)
      return (parameter.key, gradient / max(weight, 1e-12))
    }
    return ratios.max { $0.1 < $1.1 }?.0 ?? "none"
  }
}
