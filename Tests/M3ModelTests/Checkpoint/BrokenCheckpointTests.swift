import M3TestSupport
import M3Tensor
import Testing

@testable import M3Model

/// A golden checkpoint with one thing wrong, and what the message must say.
struct BrokenCheckpoint: Sendable, CustomTestStringConvertible {
  var name: String
  var golden = "llava15"
  var fragments: [String]
  var change: @Sendable (inout CheckpointDraft) -> Void
  var testDescription: String { name }
}

/// Each corruption of a good checkpoint is refused with a message that names file, tensor or key, expected and found.
@Suite("Broken checkpoints")
struct BrokenCheckpointTests {
  private static func config(_ key: String, _ value: any Sendable, _ fragments: String..., golden: String = "llava15")
    -> BrokenCheckpoint
  {
    BrokenCheckpoint(name: "\(key) = \(value)", golden: golden, fragments: ["config.json", "`\(key)`"] + fragments) {
      let path = key.split(separator: ".").map(String.init)
      if path.count == 2 { $0.set(path[0], path[1], value) } else { $0.config[key] = value }
    }
  }

  static let brokenConfigurations: [BrokenCheckpoint] = [
    config("model_type", "qwen2_vl", "`qwen2_vl`", "llava_next"),
    config("model_type", 7, "a string"),
    config("text_config", "x", "an object"),
    config("text_config.model_type", "mistral", "`mistral`", "llama"),
    config("text_config.hidden_act", "gelu", "`gelu`", "silu"),
    config("text_config.attention_bias", true, "`true`", "false"),
    config("text_config.hidden_size", "96", #"`"96"`"#, "whole number"),
    config("text_config.hidden_size", 1 << 40, "whole number from 1 to 1048576"),
    config("text_config.hidden_size", -1, "`-1`"),
    config("text_config.hidden_size", 96.5, "`96.5`"),
    config("text_config.num_key_value_heads", 4, "divisor of the 6"),
    config("text_config.head_dim", 15, "even"),
    config("text_config.num_hidden_layers", 1_000_000_000, "from 1 to 1000"),
    config("text_config.rms_norm_eps", "x", "a number"),
    config("text_config.eos_token_id", [2, -1], "token ids"),
    BrokenCheckpoint(name: "linear rope", fragments: ["`text_config.rope_scaling.type`", "linear by 4.0", "default"]) {
      $0.set("text_config", "rope_scaling", ["type": "linear", "factor": 4.0] as [String: any Sendable])
    },
    BrokenCheckpoint(name: "llama3 rope", fragments: ["`text_config.rope_parameters.rope_type`", "llama3"]) {
      $0.set("text_config", "rope_parameters", ["rope_type": "llama3", "rope_theta": 5e5] as [String: any Sendable])
    },
    config("vision_config.model_type", "siglip_vision_model", "siglip", "clip_vision_model"),
    config("vision_config.hidden_act", "relu", "`relu`", "quick_gelu"),
    config("vision_config.num_attention_heads", 5, "divisor of the hidden size 64"),
    config("vision_config.num_channels", 1, "`1`", "3"),
    BrokenCheckpoint(name: "patch grid", fragments: ["config.json", "12 x 12 patches", "24 x 24"]) {
      $0.set("vision_config", "patch_size", 8)
    },
    config("vision_feature_layer", [-2, -5], "[-2, -5]", "one layer"),
    config("vision_feature_layer", -4, "`-4`", "1 to 3"),
    config("vision_feature_layer", 0, "`0`"),
    config("vision_feature_select_strategy", "full", "`full`", "default"),
    config("projector_hidden_act", "relu", "`relu`", "gelu"),
    config("multimodal_projector_bias", false, "`false`"),
    config("image_token_index", 0, "`0`"),
    config("image_grid_pinpoints", [[96, 100]], "[96, 100]", "multiple of 96", golden: "llavanext"),
    config("image_grid_pinpoints", [[Int]](), "multiple of 96", golden: "llavanext"),
    config("image_grid_pinpoints", [[96 * 1000, 96]], "100 tiles", golden: "llavanext"),
    config("image_grid_pinpoints", "(1x1),...,(6x6)", "(1x1)", golden: "original"),
    config("image_aspect_ratio", "anyres_max_9", "anyres_max_9", golden: "original"),
    config("mm_patch_merge_type", "maxpool2x2", "maxpool2x2", "spatial_unpad", golden: "original"),
    config("mm_projector_type", "mlp2x_relu", "mlp2x_relu", golden: "original"),
    config("mm_projector_type", "identity", "from 128 to 96", golden: "original"),
    config("mm_vision_select_feature", "cls_patch", "cls_patch", "patch", golden: "original"),
    config("mm_vision_select_layer", -9, "`-9`", golden: "original"),
    config("mm_hidden_size", 64, "`64`", "128", golden: "original"),
    config("mm_use_im_start_end", true, "`true`", golden: "original"),
    config("matryoshka_vis_token_scale", [576, 100], "[576, 100]", "144", golden: "original"),
    BrokenCheckpoint(name: "quantised", fragments: ["`quantization_config`", "bitsandbytes"]) {
      $0.config["quantization_config"] = ["quant_method": "bitsandbytes"]
    },
    BrokenCheckpoint(name: "resample", fragments: ["preprocessor_config.json", "`resample`", "bicubic"]) {
      $0.preprocessor?["resample"] = 2
    },
    BrokenCheckpoint(name: "crop size", fragments: ["preprocessor_config.json", "`crop_size`", "224 x 224", "96"]) {
      $0.preprocessor?["crop_size"] = ["height": 224, "width": 224]
    },
    BrokenCheckpoint(name: "size", fragments: ["preprocessor_config.json", "`size`", "shortest edge 128", "96"]) {
      $0.preprocessor?["size"] = ["shortest_edge": 128]
    },
    BrokenCheckpoint(name: "mean", fragments: ["preprocessor_config.json", "`image_mean`", "three numbers"]) {
      $0.preprocessor?["image_mean"] = [0.5]
    },
    BrokenCheckpoint(name: "deviation", fragments: ["preprocessor_config.json", "`image_std`"]) {
      $0.preprocessor?["image_std"] = [1, 0, 1]
    },
    BrokenCheckpoint(
      name: "canvases that differ", golden: "llavanext", fragments: ["preprocessor_config.json", "config.json"]
    ) {
      $0.preprocessor?["image_grid_pinpoints"] = [[96, 192]]
    },
  ]

  static let brokenTensors: [BrokenCheckpoint] = [
    BrokenCheckpoint(name: "one missing", fragments: ["lacks `vision_tower.pre_layrnorm.bias`"]) {
      $0["vision_tower.pre_layrnorm.bias"] = nil
    },
    BrokenCheckpoint(name: "many missing", fragments: ["lacks 9 tensors", "`language_model.layers.1."]) {
      $0.tensors.removeAll { $0.name.hasPrefix("language_model.model.layers.1.") }
    },
    BrokenCheckpoint(name: "no newline", golden: "llavanext", fragments: ["lacks `image_newline`"]) {
      $0["image_newline"] = nil
    },
    BrokenCheckpoint(name: "no output layer", fragments: ["lacks `lm_head.weight`"]) {
      $0["language_model.lm_head.weight"] = nil
    },
    BrokenCheckpoint(
      name: "no layer of the tower", golden: "original", fragments: ["does not hold the vision tower", "tiny-clip"]
    ) {
      $0.tensors.removeAll { $0.name.contains("encoder.layers") }
    },
    BrokenCheckpoint(
      name: "shape",
      fragments: ["model.safetensors", "`multi_modal_projector.linear_1.weight`", "[64, 96]", "[96, 64]"]
    ) {
      $0["multi_modal_projector.linear_1.weight"]?.shape = [64, 96]
    },
    BrokenCheckpoint(name: "rank", fragments: ["`language_model.model.norm.weight`", "[1, 96]", "expected [96]"]) {
      $0["language_model.model.norm.weight"]?.shape = [1, 96]
    },
    BrokenCheckpoint(name: "type", fragments: ["`image_newline`", "int32", "float32, float16, bfloat16"]) {
      $0.config["model_type"] = "llava_next"
      $0.config["image_grid_pinpoints"] = [[96, 192]]
      $0.add("image_newline", [96], .int32)
    },
    BrokenCheckpoint(
      name: "vocabulary", fragments: ["`language_model.model.embed_tokens.weight`", "[520, 96]", "[521, 96]"]
    ) {
      $0.set("text_config", "vocab_size", 521)
    },
    BrokenCheckpoint(
      name: "one surplus", fragments: ["`language_model.model.layers.3.mlp.up_proj.weight`", "3 language layers"]
    ) {
      $0.add("language_model.model.layers.3.mlp.up_proj.weight", [224, 96])
    },
    BrokenCheckpoint(
      name: "bias", fragments: ["`language_model.model.layers.0.self_attn.q_proj.bias`", "without biases"]
    ) {
      $0.add("language_model.model.layers.0.self_attn.q_proj.bias", [96])
    },
    BrokenCheckpoint(name: "many surplus", fragments: ["holds 7 tensors", "`adapter.0`", "3 vision layers"]) { draft in
      for index in 0..<7 { draft.add("adapter.\(index)", [1]) }
    },
    BrokenCheckpoint(
      name: "two layouts at once", fragments: ["`vision_tower.pre_layrnorm.bias`", "are the same tensor"]
    ) {
      $0.add("vision_tower.vision_model.pre_layrnorm.bias", [64])
    },
    BrokenCheckpoint(name: "another model", fragments: ["no LLaVA layout", "`x.0`"]) {
      $0.rename { _ in "x" }; $0.number()
    },
    BrokenCheckpoint(name: "no tensors", fragments: ["no LLaVA layout", "there are none"]) { $0.tensors = [] },
    BrokenCheckpoint(name: "odd tower", golden: "original", fragments: ["patch_embedding.weight`", "multiple of 64"]) {
      $0.add(
        "model.vision_tower.vision_tower.vision_model.embeddings.patch_embedding.weight", [100, 3, 4, 4], .bfloat16)
      $0.tensors.remove(at: $0.tensors.firstIndex { $0.name.hasSuffix("patch_embedding.weight") } ?? 0)
    },
    BrokenCheckpoint(
      name: "tower without colour", golden: "original", fragments: ["[128, 1, 4, 12]", "[any, 3, any, any]"]
    ) {
      $0["model.vision_tower.vision_tower.vision_model.embeddings.patch_embedding.weight"]?.shape = [128, 1, 4, 12]
    },
    BrokenCheckpoint(
      name: "tower of another grid", golden: "original", fragments: ["cuts a crop into 287 patches", "24 x 24"]
    ) {
      let name = "model.vision_tower.vision_tower.vision_model.embeddings.position_embedding.weight"
      $0[name] = nil
      $0.add(name, [288, 128], .bfloat16)
    },
  ]

  @Test("configurations", arguments: brokenConfigurations)
  func configuration(broken: BrokenCheckpoint) throws { try check(broken) }

  @Test("tensors", arguments: brokenTensors)
  func tensors(broken: BrokenCheckpoint) throws { try check(broken) }

  private func check(_ broken: BrokenCheckpoint) throws {
    var draft = try CheckpointDraft(golden: broken.golden)
    broken.change(&draft)
    let folder = try draft.write()
    let error = try #require(throws: ModelError.self) { try Checkpoint.open(folder.path) }
    for fragment in broken.fragments + [folder.path] {
      #expect(error.message.contains(fragment), "\(error.message)")
    }
  }
}
