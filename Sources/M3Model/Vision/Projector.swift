import M3Core
import M3Tensor

/// The way from the vision tower's width to the language model's: linear layers with an activation between them.
///
/// None is the identity, one is `linear`, N are `mlpNx_gelu` (haotian-liu/LLaVA, multimodal_projector/builder.py).
struct Projector {
  let layers: [Linear]
  let activation: Activation

  init(_ weights: WeightReader) throws(ModelError) {
    let reader = weights("multi_modal_projector")
    let configuration = weights.checkpoint.configuration
    var layers: [Linear] = []
    for layer in configuration.shape.projector.indices.dropFirst() {
      layers.append(try reader.linear("linear_\(layer)", bias: true))
    }
    self.init(layers: layers, activation: configuration.projectorActivation)
  }

  /// Layers from the vision tower's width to the language model's, of which each takes what the one before gives.
  init(layers: [Linear], activation: Activation) {
    self.layers = layers
    self.activation = activation
  }

  /// Projects a crop's patches, [patch, vision hidden].
  ///
  /// - Returns: [patch, language hidden], in the workspace until its next use.
  func forward(_ patches: MatrixView, _ space: VisionWorkspace, _ compute: Compute) -> MatrixView {
    var x = patches
    for (index, layer) in layers.enumerated() {
      let y = space.projected[index % 2].first(patches.rows).columns(0..<layer.outputs)
      compute.product(x, layer, index + 1 < layers.count ? .activate(activation) : .store, into: y)
      x = y
    }
    return x
  }
}
