import M3Core
import M3Tensor

extension ModelConfiguration {
  /// Reads a configuration of the original layout; the vision tower's sizes come from the tensors.
  init(
    original config: ConfigurationObject, folder: CheckpointFolder, tensors: TensorTable, layout: CheckpointLayout
  ) throws(ModelError) {
    try config.require("mm_use_im_start_end", false)
    try config.require("mm_vision_select_feature", "patch")
    guard tensors.visionLayerCount > 0 else {
      throw .visionTowerElsewhere(folder: folder.path, tower: try config.string("mm_vision_tower") ?? "")
    }
    let vision = try VisionConfiguration(original: tensors)
    if let stated = try config.integer("mm_hidden_size", in: Limits.width), stated != vision.hidden {
      throw config.wrong(
        "mm_hidden_size", .number(.whole(stated)), expected: "\(vision.hidden), the width of the vision tower's tensors"
      )
    }
    guard let layersRun = try config.layersRun("mm_vision_select_layer", vision) else {
      throw .missingKey(path: config.file, key: "mm_vision_select_layer")
    }
    let language = try LanguageConfiguration(config)
    var facts = try TrainingFacts(config)
    if try config.bool("unfreeze_mm_vision_tower") == false, !tensors.hasForeignVisionTower {
      facts.notes.append(.frozenVisionTower)
    }
    let linears = try ProjectorConfiguration.linearCount(config)
    guard linears > 0 || vision.hidden == language.shape.hidden else {
      throw config.unsupported(
        "mm_projector_type", "identity",
        supported: "a projector from \(vision.hidden) to \(language.shape.hidden) channels")
    }
    let anyres = try Self.anyres(original: config, cropSide: vision.cropSide)
    let preprocessor = try PreprocessorConfiguration.read(folder: folder, cropSide: vision.cropSide)

    self.init(
      kind: anyres == nil ? .llava15 : .llavaNext, layout: layout,
      shape: ModelShape(
        vision: vision.shape(layersRun: layersRun),
        projector: ProjectorConfiguration.widths(
          linears: linears, vision: vision.hidden, language: language.shape.hidden),
        language: language.shape),
      storedVisionLayers: vision.storedLayers,
      imageProcessing: ImageProcessing(
        cropSide: vision.cropSide,
        fit: anyres != nil ? .squash : try config.string("image_aspect_ratio") == "pad" ? .pad : .crop,
        anyres: anyres, mean: preprocessor?.mean ?? ImageProcessing.clipMean,
        standardDeviation: preprocessor?.standardDeviation ?? ImageProcessing.clipStandardDeviation),
      visionActivation: vision.activation, visionLayerNormEpsilon: vision.layerNormEpsilon, projectorActivation: .gelu,
      rmsNormEpsilon: language.rmsNormEpsilon, ropeTheta: language.ropeTheta,
      tiesEmbeddings: try config.bool("tie_word_embeddings") ?? false,
      textVocabulary: language.shape.vocabulary, bosTokenID: language.bosTokenID, eosTokenIDs: language.eosTokenIDs,
      imageTokenID: nil, trainedContext: facts.context, trainedScales: facts.scales, optionScoring: facts.optionScoring,
      isUntrained: facts.isUntrained,
      elementType: facts.elementType, notes: facts.notes)
  }

  /// The anyres part of a configuration whose `image_aspect_ratio` says so.
  ///
  /// Any value but `pad` and `anyres` is CLIP's crop in the reference; the later `anyres_max_9` and its like are refused,
  /// as they mean something else.
  private static func anyres(original config: ConfigurationObject, cropSide: Int) throws(ModelError) -> Anyres? {
    let key = "image_aspect_ratio"
    guard let ratio = try config.string(key), ratio.hasPrefix("anyres") else { return nil }
    guard ratio == "anyres" else { throw config.unsupported(key, ratio, supported: "pad, anyres") }
    guard let pinpoints = try PinpointList.read(config, cropSide: cropSide, heightFirst: false) else {
      throw .missingKey(path: config.file, key: "image_grid_pinpoints")
    }
    return Anyres(pinpoints: pinpoints, merge: try config.choice("mm_patch_merge_type") ?? .flat)
  }
}
