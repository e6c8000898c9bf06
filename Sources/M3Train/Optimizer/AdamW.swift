import CM3Kernels
import Glibc
import M3Tensor

/// AdamW with decoupled decay (Loshchilov and Hutter 2019), in PyTorch's order of operations.
public final class AdamW {
  public struct Settings: Equatable, Codable, Sendable {
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    /// Each step takes rate times this much of a weight away.
    public var decay: Double
    /// Also of vectors, as PyTorch does when it is not told otherwise; matrices alone if false.
    public var decaysVectors: Bool

    enum CodingKeys: String, CodingKey {
      case beta1, beta2, epsilon, decay, decaysVectors
    }

    public init(
      beta1: Double = 0.9, beta2: Double = 0.98, epsilon: Double = 1e-8, decay: Double = 0, decaysVectors: Bool = false
    ) {
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.decay = decay
      self.decaysVectors = decaysVectors
    }
  }

  public let settings: Settings
  /// Steps taken.
  public internal(set) var steps = 0
  /// Running means of gradients and of their squares, as the weights lie.
  let means: FlatBuffer
  let squares: FlatBuffer
  private let compute: Compute

  /// - Throws: `TrainError` when memory or OpenBLAS is missing.
  public init(_ model: TrainableModel, _ settings: Settings) throws(TrainError) {
    let count = model.weights.count
    guard let means = FlatBuffer(ifRoomFor: count), let squares = FlatBuffer(ifRoomFor: count) else {
      throw .noMemory(what: "the moments of \(count) weights")
    }
    self.settings = settings
    self.means = means
    self.squares = squares
    do throws(TensorError) { compute = try Compute() } catch { throw .tensors(error) }
  }

  /// The norm of the gradients of some parts together.
  public func norm(_ model: TrainableModel, _ parts: Set<Parameter.Part>) -> Double {
    model.parameters.filter { parts.contains($0.part) }.reduce(0) {
      unsafe $0 + m3_sum_of_squares(model.gradients.base + $1.start, $1.count)
    }.squareRoot()
  }

  /// Moves the weights of the parts that have a rate against their gradients.
  ///
  /// - Parameter factor: multiplies the gradients first: clipping.
  public func step(_ model: TrainableModel, rates: [Parameter.Part: Double], factor: Double = 1) {
    steps += 1
    let (means, squares, settings, steps) = (means, squares, settings, steps)
    compute.forEach(model.parameters.count, work: 8 * model.weights.count / max(1, model.parameters.count)) { i, _ in
      let parameter = model.parameters[i]
      guard let rate = rates[parameter.part] else { return }
      var step = m3_adam_step()
      step.rate = Float(rate)
      step.decay = parameter.isMatrix || settings.decaysVectors ? Float(settings.decay) : 0
      step.beta1 = Float(settings.beta1)
      step.beta2 = Float(settings.beta2)
      step.epsilon = Float(settings.epsilon)
      step.correction1 = Float(1 - pow(settings.beta1, Double(steps)))
      step.correction2 = Float(1 - pow(settings.beta2, Double(steps)))
      step.factor = Float(factor)
      unsafe m3_adam(
        model.weights.base + parameter.start, means.base + parameter.start, squares.base + parameter.start,
        model.gradients.base + parameter.start, parameter.count, &step)
    }
  }
}
