import M3Core
import M3Tensor

/// The part of a configuration about the CLIP vision tower.
struct VisionConfiguration {
  var hidden: Int
  var heads: Int
  var mlp: Int
  var storedLayers: Int
  var patchSide: Int
  var cropSide: Int
  var activation: Activation
  var layerNormEpsilon: Float

  /// Reads Hugging Face's `vision_config`.
  ///
  /// Without one, LLaVA's tower is meant; a key that is left out has CLIP's own default (`CLIPVisionConfig`), which is
  /// another, smaller tower.
  init(huggingFace config: ConfigurationObject) throws(ModelError) {
    let stated = try config.object("vision_config")
    let object = stated ?? ConfigurationObject(file: config.file, prefix: "vision_config.")
    try object.require("model_type", "clip_vision_model")
    let isLarge = stated == nil
    hidden = try object.integer("hidden_size", in: Limits.width) ?? (isLarge ? 1024 : 768)
    heads = try object.integer("num_attention_heads", in: Limits.heads) ?? (isLarge ? 16 : 12)
    mlp = try object.integer("intermediate_size", in: Limits.width) ?? (isLarge ? 4096 : 3072)
    storedLayers = try object.integer("num_hidden_layers", in: Limits.layers) ?? (isLarge ? 24 : 12)
    patchSide = try object.integer("patch_size", in: Limits.cropSide) ?? (isLarge ? 14 : 32)
    cropSide = try object.integer("image_size", in: Limits.cropSide) ?? (isLarge ? 336 : 224)
    activation = try object.choice("hidden_act") ?? .quickGELU
    layerNormEpsilon = Float(try object.number("layer_norm_eps", in: Limits.epsilon) ?? 1e-5)
    if let channels = try object.integer("num_channels", in: 1...1000), channels != 3 {
      throw object.unsupported("num_channels", "\(channels)", supported: "3")
    }
    guard hidden % heads == 0 else {
      throw object.wrong(
        "num_attention_heads", .number(.whole(heads)), expected: "a divisor of the hidden size \(hidden)")
    }
    let side = cropSide / patchSide
    guard side == VisualScale.gridSide, cropSide % patchSide == 0 else {
      let rest = cropSide % patchSide == 0 ? "" : " and a rest of \(cropSide % patchSide) pixels"
      throw .patchGrid(path: config.file, found: "\(side) x \(side)\(rest)")
    }
  }

  /// Takes the sizes from the shapes of the tensors, since the original layout's configuration does not tell them.
  ///
  /// Heads are 64 wide, as in every CLIP tower.
  init(original tensors: TensorTable) throws(ModelError) {
    let patch = try tensors.required("vision_tower.embeddings.patch_embedding.weight", like: [nil, 3, nil, nil])
    let position = try tensors.required("vision_tower.embeddings.position_embedding.weight", like: [nil, nil])
    let inner = try tensors.required("vision_tower.encoder.layers.0.mlp.fc1.weight", like: [nil, nil])
    hidden = patch.stored.shape[0]
    mlp = inner.stored.shape[0]
    patchSide = patch.stored.shape[2]
    storedLayers = tensors.visionLayerCount
    guard hidden % 64 == 0, Limits.width.contains(hidden), Limits.cropSide.contains(patchSide) else {
      throw .unsupported(
        path: patch.path, key: patch.name, found: "\(patch.stored.shape)",
        supported: "a width that is a multiple of 64, patches up to \(Limits.cropSide.upperBound) pixels")
    }
    heads = hidden / 64
    let patches = position.stored.shape[0] - 1
    guard patches == VisualScale.tokens576.tokens else { throw .patchGrid(path: position.path, found: "\(patches)") }
    cropSide = VisualScale.gridSide * patchSide
    activation = .quickGELU
    layerNormEpsilon = 1e-5
  }

  /// The layers to run for the hidden state that the projector takes: -1 is the output of the last layer, 1 of the
  /// first (entry 0 is what enters it).
  func layersRun(tap: Int) -> Int? {
    let layers = tap < 0 ? storedLayers + 1 + tap : tap
    return (1...storedLayers).contains(layers) ? layers : nil
  }
}

extension ConfigurationObject {
  /// The number of layers to run, from the key that names the tapped one.
  func layersRun(_ key: String, _ vision: VisionConfiguration) throws(ModelError) -> Int? {
    guard let value = first([key])?.value else { return nil }
    if case .array = value { throw unsupported(key, value.summary, supported: "one layer") }
    guard let tap = value.whole, let layers = vision.layersRun(tap: tap) else {
      throw wrong(
        key, value, expected: "a layer from 1 to \(vision.storedLayers) or from -1 to -\(vision.storedLayers)")
    }
    return layers
  }
}
