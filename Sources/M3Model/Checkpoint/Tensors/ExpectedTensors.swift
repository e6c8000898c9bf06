import M3Core

/// The tensors that a model of a configuration has: canonical key and shape.
package struct ExpectedTensors {
  /// The parts that parameters are counted by.
  package enum Part: String, CaseIterable, Sendable {
    case visionTower = "vision_tower"
    case projector
    case languageModel = "language_model"
  }

  package struct Tensor {
    package var key: String
    /// Outermost first; linear layers are [out, in].
    package var shape: [Int]
    package var part: Part

    /// Numbers in it.
    var count: Int { shape.reduce(1, *) }

    /// Whether it may be stored packed: the weight of a product, and not a table or a convolution.
    var isProductWeight: Bool {
      shape.count == 2 && key != ExpectedTensors.embedding && key != ExpectedTensors.positions
    }
  }

  package private(set) var tensors: [Tensor] = []
  private var part = Part.visionTower

  package init(_ configuration: ModelConfiguration) {
    addVisionTower(configuration.shape.vision)
    part = .projector
    addProjector(configuration)
    part = .languageModel
    addLanguageModel(configuration.shape.language)
  }

  private mutating func add(_ key: String, _ shape: Int...) {
    tensors.append(Tensor(key: key, shape: shape, part: part))
  }

  /// Weight and bias of a linear layer or, for one width, of a norm.
  private mutating func addWithBias(_ key: String, _ width: Int, _ input: Int? = nil) {
    tensors.append(Tensor(key: "\(key).weight", shape: input.map { [width, $0] } ?? [width], part: part))
    add("\(key).bias", width)
  }

  private mutating func addVisionTower(_ vision: ModelShape.Vision) {
    let width = vision.hidden
    add("vision_tower.embeddings.class_embedding", width)
    add("vision_tower.embeddings.patch_embedding.weight", width, 3, vision.patchSide, vision.patchSide)
    add(Self.positions, vision.patches + 1, width)
    addWithBias("vision_tower.pre_layrnorm", width)
    for layer in 0..<vision.layers {
      let prefix = "vision_tower.encoder.layers.\(layer)"
      for name in ["q_proj", "k_proj", "v_proj", "out_proj"] {
        addWithBias("\(prefix).self_attn.\(name)", width, width)
      }
      addWithBias("\(prefix).layer_norm1", width)
      addWithBias("\(prefix).layer_norm2", width)
      addWithBias("\(prefix).mlp.fc1", vision.mlp, width)
      addWithBias("\(prefix).mlp.fc2", width, vision.mlp)
    }
  }

  private mutating func addProjector(_ configuration: ModelConfiguration) {
    let widths = configuration.shape.projector
    for layer in widths.indices.dropFirst() {
      addWithBias("multi_modal_projector.linear_\(layer)", widths[layer], widths[layer - 1])
    }
    if configuration.imageProcessing.anyres?.merge == .spatialUnpad {
      add("image_newline", configuration.shape.language.hidden)
    }
  }

  private mutating func addLanguageModel(_ language: ModelShape.Language) {
    let width = language.hidden
    let queries = language.heads * language.headWidth
    let keys = language.keyValueHeads * language.headWidth
    add("language_model.embed_tokens.weight", language.vocabulary, width)
    for layer in 0..<language.layers {
      let prefix = "language_model.layers.\(layer)"
      add("\(prefix).self_attn.q_proj.weight", queries, width)
      add("\(prefix).self_attn.k_proj.weight", keys, width)
      add("\(prefix).self_attn.v_proj.weight", keys, width)
      add("\(prefix).self_attn.o_proj.weight", width, queries)
      add("\(prefix).mlp.gate_proj.weight", language.mlp, width)
      add("\(prefix).mlp.up_proj.weight", language.mlp, width)
      add("\(prefix).mlp.down_proj.weight", width, language.mlp)
      add("\(prefix).input_layernorm.weight", width)
      add("\(prefix).post_attention_layernorm.weight", width)
    }
    add("language_model.norm.weight", width)
    add(Self.output, language.vocabulary, width)
  }

  /// The key of the output layer.
  static let output = "lm_head.weight"
  /// The key of the embedding, which may stand for the output layer.
  static let embedding = "language_model.embed_tokens.weight"
  /// The key of the vision tower's table of positions.
  static let positions = "vision_tower.embeddings.position_embedding.weight"
}
