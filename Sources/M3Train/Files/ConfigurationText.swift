import M3Core
import M3Model
import M3Tensor

/// The JSON files of a checkpoint in Hugging Face's layout (`LlavaConfig`, `LlavaNextConfig`, `CLIPImageProcessor`).
struct ConfigurationText {
  let configuration: ModelConfiguration
  let scales: [VisualScale]

  /// `config.json`.
  var config: String {
    let shape = configuration.shape
    let isNext = configuration.kind == .llavaNext
    var members: [(String, String)] = [
      ("architectures", "[\((isNext ? "LlavaNextForConditionalGeneration" : "LlavaForConditionalGeneration").asJSON)]"),
      ("dtype", "\"float32\""),
      ("image_seq_length", "\(shape.vision.patches)"),
      ("image_token_index", "\(configuration.imageTokenID ?? configuration.textVocabulary)"),
      ("matryoshka_vis_token_scale", "[\(scales.map { "\($0.tokens)" }.joined(separator: ", "))]"),
      ("model_type", isNext ? "\"llava_next\"" : "\"llava\""),
      ("multimodal_projector_bias", "true"),
      ("projector_hidden_act", "\"gelu\""),
      ("text_config", text(indent: "  ")),
      ("tie_word_embeddings", "\(configuration.tiesEmbeddings)"),
      ("vision_config", vision(indent: "  ")),
      ("vision_feature_layer", "\(shape.vision.layers - configuration.storedVisionLayers - 1)"),
      ("vision_feature_select_strategy", "\"default\""),
    ]
    if let anyres = configuration.imageProcessing.anyres {
      let list = anyres.pinpoints.map { "[\($0.height), \($0.width)]" }.joined(separator: ", ")
      members.append(("image_grid_pinpoints", "[\(list)]"))
    }
    if let scoring = configuration.optionScoring { members.append(("m3_option_scoring", scoring.rawValue.asJSON)) }
    if let context = configuration.trainedContext { members.append(("tokenizer_model_max_length", "\(context)")) }
    return Self.object(members.sorted { $0.0 < $1.0 }, indent: "") + "\n"
  }

  private func text(indent: String) -> String {
    let language = configuration.shape.language
    return Self.object(
      [
        ("attention_bias", "false"), ("bos_token_id", "\(configuration.bosTokenID)"),
        ("eos_token_id", Self.list(configuration.eosTokenIDs)), ("head_dim", "\(language.headWidth)"),
        ("hidden_act", "\"silu\""), ("hidden_size", "\(language.hidden)"), ("intermediate_size", "\(language.mlp)"),
        ("max_position_embeddings", "\(language.context)"), ("mlp_bias", "false"), ("model_type", "\"llama\""),
        ("num_attention_heads", "\(language.heads)"), ("num_hidden_layers", "\(language.layers)"),
        ("num_key_value_heads", "\(language.keyValueHeads)"), ("rms_norm_eps", "\(configuration.rmsNormEpsilon)"),
        ("rope_parameters", "{\"rope_theta\": \(configuration.ropeTheta), \"rope_type\": \"default\"}"),
        ("tie_word_embeddings", "\(configuration.tiesEmbeddings)"), ("vocab_size", "\(language.vocabulary)"),
      ], indent: indent)
  }

  private func vision(indent: String) -> String {
    let vision = configuration.shape.vision
    return Self.object(
      [
        ("hidden_act", configuration.visionActivation.rawValue.asJSON), ("hidden_size", "\(vision.hidden)"),
        ("image_size", "\(configuration.imageProcessing.cropSide)"), ("intermediate_size", "\(vision.mlp)"),
        ("layer_norm_eps", "\(configuration.visionLayerNormEpsilon)"), ("model_type", "\"clip_vision_model\""),
        ("num_attention_heads", "\(vision.heads)"), ("num_channels", "3"),
        ("num_hidden_layers", "\(configuration.storedVisionLayers)"), ("patch_size", "\(vision.patchSide)"),
        ("projection_dim", "\(vision.hidden)"),
      ], indent: indent)
  }

  /// `preprocessor_config.json`.
  var preprocessor: String {
    let processing = configuration.imageProcessing
    let side = processing.cropSide
    var members: [(String, String)] = [
      ("do_center_crop", "\(processing.fit != .squash)"), ("do_normalize", "true"), ("do_rescale", "true"),
      ("do_resize", "true"),
      ("image_mean", Self.list(processing.mean)),
      ("image_processor_type", processing.anyres == nil ? "\"CLIPImageProcessor\"" : "\"LlavaNextImageProcessor\""),
      ("image_std", Self.list(processing.standardDeviation)),
      ("resample", "3"), ("rescale_factor", "\(1.0 / 255)"),
    ]
    if processing.fit == .squash, processing.anyres == nil {
      members.append(("size", "{\"height\": \(side), \"width\": \(side)}"))
    } else {
      members.append(("crop_size", "{\"height\": \(side), \"width\": \(side)}"))
      members.append(("size", "{\"shortest_edge\": \(side)}"))
    }
    if processing.fit == .pad { members.append(("do_pad", "true")) }
    if let anyres = processing.anyres {
      let list = anyres.pinpoints.map { "[\($0.height), \($0.width)]" }.joined(separator: ", ")
      members.append(("image_grid_pinpoints", "[\(list)]"))
    }
    return Self.object(members.sorted { $0.0 < $1.0 }, indent: "") + "\n"
  }

  /// `tokenizer_config.json`.
  static let tokenizer =
    object(
      [
        ("add_bos_token", "true"), ("add_eos_token", "false"), ("bos_token", "\"<s>\""), ("eos_token", "\"</s>\""),
        ("legacy", "true"), ("tokenizer_class", "\"LlamaTokenizer\""), ("unk_token", "\"<unk>\""),
      ], indent: "") + "\n"

  private static func list(_ values: [Int]) -> String {
    values.count == 1 ? "\(values[0])" : "[\(values.map { "\($0)" }.joined(separator: ", "))]"
  }

  private static func list(_ values: [Float]) -> String { "[\(values.map { "\($0)" }.joined(separator: ", "))]" }

  private static func object(_ members: [(String, String)], indent: String) -> String {
    let lines = members.map { "\(indent)  \($0.0.asJSON): \($0.1)" }
    return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
  }
}
