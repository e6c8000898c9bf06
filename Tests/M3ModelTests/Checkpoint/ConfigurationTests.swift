import M3Core
import M3TestSupport
import M3Tensor
import Testing

@testable import M3Model

@Suite("Configurations of all ages")
struct ConfigurationTests {
  /// Reads a Hugging Face configuration, which needs no tensors; other files stand beside it.
  private func huggingFace(_ config: String, beside: [String: String] = [:]) throws -> ModelConfiguration {
    let folder = try TemporaryFolder()
    try folder.write("config.json", config)
    for (name, text) in beside { try folder.write(name, text) }
    let object = try ConfigurationObject(path: folder.path("config.json"))
    return try ModelConfiguration(huggingFace: object, folder: CheckpointFolder(folder.path), layout: .huggingFace4)
  }

  /// What llava-hf/llava-1.5-7b-hf says: defaults are left out.
  static let llava15 = """
    {"architectures": ["LlavaForConditionalGeneration"], "ignore_index": -100, "image_token_index": 32000,
     "model_type": "llava", "pad_token_id": 32001, "projector_hidden_act": "gelu",
     "text_config": {"_name_or_path": "lmsys/vicuna-7b-v1.5", "architectures": ["LlamaForCausalLM"],
       "max_position_embeddings": 4096, "model_type": "llama", "rms_norm_eps": 1e-05, "torch_dtype": "float16",
       "vocab_size": 32064},
     "tie_word_embeddings": false, "torch_dtype": "float16", "transformers_version": "4.36.0.dev0",
     "vision_config": {"hidden_size": 1024, "image_size": 336, "intermediate_size": 4096,
       "model_type": "clip_vision_model", "num_attention_heads": 16, "num_hidden_layers": 24, "patch_size": 14,
       "projection_dim": 768, "vocab_size": 32000},
     "vision_feature_layer": -2, "vision_feature_select_strategy": "default", "vocab_size": 32064}
    """

  static let clip = """
    {"crop_size": {"height": 336, "width": 336}, "do_center_crop": true, "do_convert_rgb": true, "do_normalize": true,
     "do_rescale": true, "do_resize": true, "image_mean": [0.48145466, 0.4578275, 0.40821073],
     "image_processor_type": "CLIPImageProcessor", "image_std": [0.26862954, 0.26130258, 0.27577711],
     "resample": 3, "rescale_factor": 0.00392156862745098, "size": {"shortest_edge": 336}}
    """

  @Test("LLaVA-1.5-7B as it is published: what is left out has transformers' defaults")
  func published() throws {
    let configuration = try huggingFace(Self.llava15, beside: ["preprocessor_config.json": Self.clip])
    #expect(
      configuration.shape
        == ModelShape(
          vision: .init(hidden: 1024, layers: 23, heads: 16, mlp: 4096, patchSide: 14, patches: 576),
          projector: [1024, 4096, 4096],
          language: .init(
            hidden: 4096, layers: 32, heads: 32, keyValueHeads: 32, headWidth: 128, mlp: 11008, vocabulary: 32064,
            context: 4096)))
    #expect(configuration.storedVisionLayers == 24)
    #expect(configuration.textVocabulary == 32000)
    #expect(configuration.rmsNormEpsilon == 1e-5)
    #expect(configuration.ropeTheta == 10000)
    #expect(configuration.elementType == .float16)
    #expect(configuration.imageProcessing.fit == .crop)
    #expect(configuration.imageProcessing.cropSide == 336)
    #expect(configuration.notes.isEmpty)
  }

  @Test("parts that are missing whole are LLaVA's own tower and LLaMA's defaults")
  func defaults() throws {
    let configuration = try huggingFace(#"{"model_type":"llava_next"}"#)
    #expect(
      configuration.shape.vision == .init(hidden: 1024, layers: 23, heads: 16, mlp: 4096, patchSide: 14, patches: 576))
    #expect(configuration.shape.language.context == 2048)
    #expect(configuration.rmsNormEpsilon == 1e-6)
    #expect(
      configuration.imageProcessing.anyres?.pinpoints
        == [(672, 336), (336, 672), (672, 672), (336, 1008), (1008, 336)].map(PixelSize.init(width:height:)))
    #expect(configuration.notes == [.assumedPreprocessing(fit: .squash)])
  }

  /// JSON put into LLaVA-1.5's configuration, and what comes out.
  static let spellings: [(from: String, to: String, theta: Double, type: String?, imageToken: Int)] = [
    (#""torch_dtype": "float16""#, #""dtype": "bfloat16""#, 10000, "bfloat16", 32000),
    (#""torch_dtype": "float16""#, #""torch_dtype": "torch.float32""#, 10000, "float32", 32000),
    (#""torch_dtype": "float16""#, #""dtype": null"#, 10000, nil, 32000),
    (#""vocab_size": 32064}"#, #""vocab_size": 32064, "rope_theta": 500000.0}"#, 500000, "float16", 32000),
    (
      #""vocab_size": 32064}"#,
      #""vocab_size": 32064, "rope_parameters": {"rope_type": "default", "rope_theta": 20000}}"#, 20000, "float16",
      32000
    ),
    (
      #""vocab_size": 32064}"#, #""vocab_size": 32064, "rope_scaling": null, "rope_theta": 1e4}"#, 10000, "float16",
      32000
    ),
    (
      #""vocab_size": 32064}"#, #""vocab_size": 32064, "rope_scaling": {"type": "linear", "factor": 1.0}}"#, 10000,
      "float16", 32000
    ),
    (#""image_token_index": 32000"#, #""image_token_id": 32002"#, 10000, "float16", 32002),
  ]

  @Test("old and new spellings mean the same", arguments: spellings)
  func spelling(from: String, to: String, theta: Double, type: String?, imageToken: Int) throws {
    #expect(Self.llava15.contains(from))
    let configuration = try huggingFace(Self.llava15.replacing(from, with: to))
    #expect(configuration.ropeTheta == theta)
    #expect(configuration.elementType?.description == type)
    #expect(configuration.imageTokenID == imageToken)
    #expect(configuration.textVocabulary == imageToken)
  }

  static let tapped: [(layer: Int, run: Int)] = [(-2, 23), (-1, 24), (-24, 1), (23, 23), (24, 24), (1, 1)]

  @Test("the tapped layer decides how many are run", arguments: tapped)
  func tappedLayer(layer: Int, run: Int) throws {
    let text = Self.llava15.replacing(#""vision_feature_layer": -2"#, with: #""vision_feature_layer": \#(layer)"#)
    #expect(try huggingFace(text).shape.vision.layers == run)
  }

  /// Changes of CLIP's preprocessor, and the fit that it means.
  static let fits: [(from: String, to: String, fit: CropFit)] = [
    (#""do_rescale""#, #""do_pad": true, "do_rescale""#, .pad),
    (#""do_rescale""#, #""do_pad": false, "do_rescale""#, .crop),
    (#"{"shortest_edge": 336}"#, #"{"height": 336, "width": 336}"#, .squash),
    (#"{"shortest_edge": 336}"#, "336", .crop),
    (#"{"height": 336, "width": 336}"#, "336", .crop),
  ]

  @Test("how pictures are fitted", arguments: fits)
  func fit(from: String, to: String, fit: CropFit) throws {
    let text = Self.clip.replacing(from, with: to)
    #expect(text != Self.clip)
    #expect(try huggingFace(Self.llava15, beside: ["preprocessor_config.json": text]).imageProcessing.fit == fit)
    let nested = #"{"processor_class": "LlavaProcessor", "image_processor": \#(text)}"#
    #expect(try huggingFace(Self.llava15, beside: ["processor_config.json": nested]).imageProcessing.fit == fit)
  }

  @Test("means and deviations are the file's, or none without normalising")
  func normalising() throws {
    let half = Self.clip.replacing("[0.48145466, 0.4578275, 0.40821073]", with: "[0.5, 0.5, 0.25]")
    let honoured = try huggingFace(Self.llava15, beside: ["preprocessor_config.json": half])
    #expect(honoured.imageProcessing.mean == [0.5, 0.5, 0.25])
    let plain = half.replacing(#""do_normalize": true"#, with: #""do_normalize": false"#)
    let none = try huggingFace(Self.llava15, beside: ["preprocessor_config.json": plain])
    #expect(none.imageProcessing.mean == [0, 0, 0])
    #expect(none.imageProcessing.standardDeviation == [1, 1, 1])
  }

  /// Keys of the original layout, and what they mean.
  static let originals: [(key: String, value: String?, fit: CropFit, merge: PatchMerge?)] = [
    ("image_aspect_ratio", "anyres", .squash, .spatialUnpad), ("image_aspect_ratio", "pad", .pad, nil),
    ("image_aspect_ratio", "square", .crop, nil), ("image_aspect_ratio", nil, .crop, nil),
    ("mm_patch_merge_type", "spatial", .squash, .spatial), ("mm_patch_merge_type", "flat", .squash, .flat),
    ("mm_patch_merge_type", nil, .squash, .flat),
  ]

  @Test("the original layout's ways with pictures", arguments: originals)
  func original(key: String, value: String?, fit: CropFit, merge: PatchMerge?) throws {
    var draft = try CheckpointDraft(golden: "original")
    draft.config[key] = value
    let folder = try draft.write()
    let configuration = try Checkpoint.open(folder.path).configuration
    #expect(configuration.kind == (merge == nil ? .llava15 : .llavaNext))
    #expect(configuration.imageProcessing.fit == fit)
    #expect(configuration.imageProcessing.anyres?.merge == merge)
    #expect(configuration.notes.contains { $0.message.contains("newline") } == (merge != .spatialUnpad))
  }

  @Test(
    "canvases as a string of Python keep their order", arguments: ["[(96, 192), (192, 96)]", "[[96, 192], [192, 96]]"])
  func pinpointString(text: String) throws {
    var draft = try CheckpointDraft(golden: "original")
    draft.config["image_grid_pinpoints"] = text
    let folder = try draft.write()
    #expect(
      try Checkpoint.open(folder.path).configuration.imageProcessing.anyres?.pinpoints
        == [PixelSize(width: 96, height: 192), PixelSize(width: 192, height: 96)])
  }

  @Test("training facts: scales in every form, random weights, other sampling")
  func training() throws {
    var draft = try CheckpointDraft(golden: "original")
    draft.config["matryoshka_vis_token_scale"] = "1, 9,36"
    draft.config["matryoshka_vis_token_sample"] = "spatial"
    draft.config["m3_untrained"] = true
    draft.config["unfreeze_mm_vision_tower"] = false
    let folder = try draft.write()
    let configuration = try Checkpoint.open(folder.path).configuration
    #expect(configuration.trainedScales == [.tokens1, .tokens9, .tokens36])
    #expect(configuration.isUntrained)
    #expect(configuration.optionScoring == nil)
    #expect(configuration.notes.contains(.untrained))
    #expect(configuration.notes.contains(.trainedSampling("spatial")))
    #expect(configuration.notes.contains(.frozenVisionTower))
  }

  @Test func optionScoring() throws {
    var draft = try CheckpointDraft(golden: "llava15")
    draft.config["m3_option_scoring"] = "likelihood"
    let folder = try draft.write()
    let checkpoint = try Checkpoint.open(folder.path)
    #expect(checkpoint.configuration.optionScoring == .likelihood)
    #expect(checkpoint.summary.optionScoring == .likelihood)
    draft.config["m3_option_scoring"] = "luck"
    let wrong = try draft.write()
    #expect(
      throws: ModelError.unsupported(
        path: wrong.path + "/config.json", key: "m3_option_scoring", found: "luck", supported: "letter, likelihood")
    ) { try Checkpoint.open(wrong.path) }
  }

  @Test("a configuration with any bit turned is read or refused, never a crash")
  func damaged() throws {
    let whole = Array(Self.llava15.utf8)
    let folder = try TemporaryFolder()
    try folder.write("preprocessor_config.json", Self.clip)
    let listing = try CheckpointFolder(folder.path)
    var (read, refused) = (0, 0)
    for index in whole.indices {
      for bit in 0..<8 {
        var text = whole
        text[index] ^= 1 << bit
        guard case .object(let members)? = try? JSONValue(text) else {
          refused += 1
          continue
        }
        let object = ConfigurationObject(file: "config.json", prefix: "", members: members)
        do {
          _ = try ModelConfiguration(huggingFace: object, folder: listing, layout: .huggingFace4)
          read += 1
        } catch { refused += 1 }
      }
    }
    #expect(read + refused == whole.count * 8)
    #expect(read > 0 && refused > whole.count)
  }
}
