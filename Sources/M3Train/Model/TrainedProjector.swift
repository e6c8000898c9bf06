import M3Core
import M3Model
import M3Tensor

/// The way from the vision tower's width to the language model's: linear layers with an activation between them.
struct TrainedProjector {
  /// The input of each layer, and what each but the last gave before the activation.
  struct Saved {
    var inputs: [MatrixView]
    var inner: [MatrixView]
  }

  let layers: [LinearLayer]
  let activation: ActivationLayer

  init(_ layout: inout ParameterLayout, _ configuration: ModelConfiguration) {
    activation = ActivationLayer(activation: configuration.projectorActivation)
    var layers: [LinearLayer] = []
    for layer in configuration.shape.projector.indices.dropFirst() {
      layers.append(LinearLayer(&layout, ["multi_modal_projector.linear_\(layer)"], bias: true))
    }
    self.layers = layers
  }

  /// - Parameters:
  ///   - x: [patch, vision hidden].
  ///   - y: [patch, language hidden].
  func forward(_ x: MatrixView, into y: MatrixView, _ pass: Pass) -> Saved {
    var saved = Saved(inputs: [], inner: [])
    var input = x
    if layers.isEmpty { y.copy(x) }
    for (index, layer) in layers.enumerated() {
      saved.inputs.append(input)
      guard index + 1 < layers.count else {
        layer.forward(input, into: y, pass)
        break
      }
      let inner = pass.arena.matrix(x.rows, layer.outputs)
      layer.forward(input, into: inner, pass)
      saved.inner.append(inner)
      input = pass.arena.matrix(x.rows, layer.outputs)
      activation.forward(inner, into: input, pass)
    }
    return saved
  }

  /// - Parameters:
  ///   - d: the gradient of y.
  ///   - dx: becomes the gradient of x; nil when the vision tower is frozen.
  func backward(_ d: MatrixView, _ saved: Saved, into dx: MatrixView?, _ pass: Pass) {
    if layers.isEmpty { dx?.copy(d) }
    var d = d
    for index in layers.indices.reversed() {
      guard index > 0 else {
        layers[index].backward(d, input: saved.inputs[index], into: dx, pass)
        break
      }
      let below = pass.arena.matrix(d.rows, layers[index].inputs)
      layers[index].backward(d, input: saved.inputs[index], into: below, pass)
      activation.backward(below, input: saved.inner[index - 1], recomputing: saved.inputs[index], pass)
      d = below
    }
  }
}
