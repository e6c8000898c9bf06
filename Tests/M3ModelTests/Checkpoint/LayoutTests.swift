import M3Core
import M3TestSupport
import M3Tensor
import Testing

@testable import M3Model

@Suite("Layouts on the disk")
struct LayoutTests {
  /// A name of transformers 5 on the disk as another layout has it (reference: the table of key layouts).
  static func name(_ name: String, in layout: CheckpointLayout) -> String {
    func replaced(_ prefix: String, _ new: String) -> String? {
      name.hasPrefix(prefix) ? new + name.dropFirst(prefix.count) : nil
    }
    switch layout {
    case .huggingFace5: return name
    case .huggingFace4: return replaced("vision_tower.", "vision_tower.vision_model.") ?? name
    case .huggingFace452:
      return replaced("language_model.model.", "model.language_model.") ?? replaced(
        "language_model.lm_head.", "lm_head.")
        ?? replaced("vision_tower.", "model.vision_tower.vision_model.") ?? "model.\(name)"
    case .original:
      return replaced("language_model.model.", "model.") ?? replaced("language_model.lm_head.", "lm_head.")
        ?? replaced("vision_tower.", "model.vision_tower.vision_tower.vision_model.")
        ?? replaced("multi_modal_projector.linear_1.", "model.mm_projector.0.")
        ?? replaced("multi_modal_projector.linear_2.", "model.mm_projector.2.") ?? "model.\(name)"
    }
  }

  /// The original layout's configuration for the golden of Hugging Face's.
  static func originalConfig() throws -> [String: Any] {
    var config = try CheckpointDraft(golden: "original").config
    config["num_key_value_heads"] = 2
    config["vocab_size"] = 520
    config["mm_hidden_size"] = 64
    return config
  }

  @Test("the same tensors come out of every layout", arguments: CheckpointLayout.allCases, [1, 3])
  func layouts(layout: CheckpointLayout, shardCount: Int) throws {
    var draft = try CheckpointDraft(golden: "llavanext")
    draft.rename { Self.name($0, in: layout) }
    draft.shardCount = shardCount
    if layout == .original { draft.config = try Self.originalConfig() }
    let folder = try draft.write()
    let checkpoint = try Checkpoint.open(folder.path)
    let golden = try Checkpoint.open(Goldens.path("llavanext"))

    #expect(checkpoint.configuration.layout == layout)
    #expect(checkpoint.configuration.shape.language == golden.configuration.shape.language)
    #expect(checkpoint.summary.files.count == shardCount)
    let expected = ExpectedTensors(golden.configuration).tensors
    #expect(expected.count == 3 + 2 + 2 * 16 + 4 + 1 + 1 + 3 * 9 + 2)
    for tensor in expected {
      let found = try checkpoint.tensor(tensor.key)
      #expect(found.shape == tensor.shape)
      let bytes = unsafe try golden.tensor(tensor.key).withBytes { unsafe Array($0) }
      #expect(unsafe found.withBytes { unsafe Array($0) } == bytes, "\(tensor.key)")
    }
  }

  @Test(
    "names mean what the layouts say",
    arguments: [
      ("model.vision_tower.encoder.layers.0.mlp.fc1.bias", .key("vision_tower.encoder.layers.0.mlp.fc1.bias")),
      ("model.mm_projector.weight", .key("multi_modal_projector.linear_1.weight")),
      ("model.mm_projector.4.bias", .key("multi_modal_projector.linear_3.bias")),
      ("model.mm_projector.1.bias", .unknown), ("model.mm_projector.00.bias", .unknown),
      ("model.mm_projector.-2.bias", .unknown), ("model.mm_projector.0.0.bias", .unknown),
      ("model.layers.0.self_attn.rotary_emb.inv_freq", .unused(.rotaryFrequencies)),
      ("language_model.model.layers.9.self_attn.rotary_emb.inv_freq", .unused(.rotaryFrequencies)),
      ("vision_tower.vision_model.embeddings.position_ids", .unused(.positionNumbers)),
      ("vision_tower.post_layernorm.bias", .unused(.lastNorm)),
      ("optimizer.step", .unknown), ("", .unknown), ("text_model.x", .unknown), ("vision_model.x", .unknown),
    ] as [(String, CanonicalName)])
  func names(name: String, meaning: CanonicalName) { #expect(CanonicalName(name) == meaning) }

  @Test("tied embeddings stand for an output layer that is not there")
  func tied() throws {
    var draft = try CheckpointDraft(golden: "llava15")
    draft["language_model.lm_head.weight"] = nil
    draft.set("text_config", "tie_word_embeddings", true)
    let folder = try draft.write()
    let checkpoint = try Checkpoint.open(folder.path)
    let embedding = try checkpoint.tensor("language_model.embed_tokens.weight")
    #expect(try checkpoint.tensor("lm_head.weight").name == embedding.name)
    #expect(checkpoint.configuration.notes.contains(.tiedEmbeddings))
  }

  @Test(
    "a projector of any depth", arguments: [("linear", 1), ("mlp1x_gelu", 1), ("mlp2x_gelu", 2), ("mlp3x_gelu", 3)])
  func projectors(type: String, linears: Int) throws {
    var draft = try CheckpointDraft(golden: "original")
    draft.config["mm_projector_type"] = type
    switch type {
    case "linear":
      draft.tensors.removeAll { $0.name.hasPrefix("model.mm_projector.2") }
      draft.rename { $0.replacing("mm_projector.0.", with: "mm_projector.") }
    case "mlp1x_gelu": draft.tensors.removeAll { $0.name.hasPrefix("model.mm_projector.2") }
    case "mlp3x_gelu":
      draft.add("model.mm_projector.4.weight", [96, 96], .bfloat16)
      draft.add("model.mm_projector.4.bias", [96], .bfloat16)
    default: break
    }
    let folder = try draft.write()
    let checkpoint = try Checkpoint.open(folder.path)
    #expect(checkpoint.configuration.shape.projector == [128] + Array(repeating: 96, count: linears))
    #expect(try checkpoint.tensor("multi_modal_projector.linear_\(linears).weight").shape[0] == 96)
  }

  @Test("a frozen vision tower comes from a folder of its own")
  func visionTower() throws {
    var draft = try CheckpointDraft(golden: "original")
    draft.config["unfreeze_mm_vision_tower"] = false
    let prefix = "model.vision_tower.vision_tower."
    var tower = draft
    tower.tensors = draft.tensors.filter { $0.name.hasPrefix(prefix) }
    tower.rename { String($0.dropFirst(prefix.count)) }
    tower.add("text_model.final_layer_norm.weight", [4])
    tower.add("logit_scale", [])
    draft.tensors.removeAll { $0.name.hasPrefix(prefix) }
    let (folder, towerFolder) = (try draft.write(), try tower.write())

    #expect(throws: ModelError.visionTowerElsewhere(folder: folder.path, tower: "tiny-clip-patch4-96")) {
      try Checkpoint.open(folder.path)
    }
    let checkpoint = try Checkpoint.open(folder.path, visionTower: towerFolder.path)
    #expect(checkpoint.configuration.shape == (try Checkpoint.open(Goldens.path("original"))).configuration.shape)
    #expect(checkpoint.configuration.notes.contains(.visionTowerFrom(folder: towerFolder.path)))
    #expect(throws: ModelError.visionTowerTwice(folder: Goldens.path("original"), other: towerFolder.path)) {
      try Checkpoint.open(Goldens.path("original"), visionTower: towerFolder.path)
    }
  }
}
