import M3Core
import M3Tensor

extension ModelConfiguration {
  /// Reads a Hugging Face configuration, with the parts nested in it.
  ///
  /// Keys that are left out have transformers' defaults (`LlavaConfig`, `LlavaNextConfig`).
  init(huggingFace config: ConfigurationObject, folder: CheckpointFolder, layout: CheckpointLayout) throws(ModelError) {
    let kind: Kind = try config.string("model_type") == "llava_next" ? .llavaNext : .llava15
    let text = try config.object("text_config") ?? ConfigurationObject(file: config.file, prefix: "text_config.")
    try text.require("model_type", "llama")
    try config.require("vision_feature_select_strategy", "default")
    try config.require("projector_hidden_act", "gelu")
    try config.require("multimodal_projector_bias", true)
    let vision = try VisionConfiguration(huggingFace: config)
    let layersRun =
      if let stated = try config.layersRun("vision_feature_layer", vision) { stated } else {
        max(1, vision.storedLayers - 1)
      }
    let language = try LanguageConfiguration(text)
    var facts = try TrainingFacts(config)
    if facts.elementType == nil { facts.elementType = try TrainingFacts(text).elementType }
    let tiesEmbeddings =
      if let stated = try text.bool("tie_word_embeddings") { stated } else {
        try config.bool("tie_word_embeddings") ?? false
      }
    let imageTokenID =
      try config.integer("image_token_index", "image_token_id", in: Limits.vocabulary) ?? 32000

    self.init(
      kind: kind, layout: layout,
      shape: ModelShape(
        vision: vision.shape(layersRun: layersRun),
        projector: ProjectorConfiguration.widths(linears: 2, vision: vision.hidden, language: language.shape.hidden),
        language: language.shape),
      storedVisionLayers: vision.storedLayers,
      imageProcessing: try Self.imageProcessing(
        huggingFace: config, kind: kind, cropSide: vision.cropSide, folder: folder, notes: &facts.notes),
      visionActivation: vision.activation, visionLayerNormEpsilon: vision.layerNormEpsilon, projectorActivation: .gelu,
      rmsNormEpsilon: language.rmsNormEpsilon, ropeTheta: language.ropeTheta,
      tiesEmbeddings: tiesEmbeddings,
      textVocabulary: min(imageTokenID, language.shape.vocabulary),
      bosTokenID: language.bosTokenID, eosTokenIDs: language.eosTokenIDs, imageTokenID: imageTokenID,
      trainedContext: facts.context, trainedScales: facts.scales, optionScoring: facts.optionScoring,
      isUntrained: facts.isUntrained,
      elementType: facts.elementType, notes: facts.notes)
  }

  private static func imageProcessing(
    huggingFace config: ConfigurationObject, kind: Kind, cropSide: Int, folder: CheckpointFolder,
    notes: inout [CheckpointNote]
  ) throws(ModelError) -> ImageProcessing {
    let preprocessor = try PreprocessorConfiguration.read(folder: folder, cropSide: cropSide)
    var fit = preprocessor?.fit ?? .crop
    var anyres: Anyres?
    switch kind {
    case .llava15:
      if try preprocessor?.object.bool("do_pad") ?? false { fit = .pad }
    case .llavaNext:
      fit = .squash
      let pinpoints = try PinpointList.read(config, cropSide: cropSide, heightFirst: true)
      anyres = Anyres(pinpoints: pinpoints ?? defaultPinpoints(cropSide: cropSide), merge: .spatialUnpad)
      if let object = preprocessor?.object,
        let other = try PinpointList.read(object, cropSide: cropSide, heightFirst: true), other != anyres?.pinpoints
      {
        throw .wrongValue(
          path: object.file, key: "\(object.prefix)image_grid_pinpoints", expected: "those of config.json",
          found: "another list")
      }
    }
    if preprocessor == nil { notes.append(.assumedPreprocessing(fit: fit)) }
    return ImageProcessing(
      cropSide: cropSide, fit: fit, anyres: anyres, mean: preprocessor?.mean ?? ImageProcessing.clipMean,
      standardDeviation: preprocessor?.standardDeviation ?? ImageProcessing.clipStandardDeviation)
  }

  /// `LlavaNextConfig`'s canvases, (height, width) in tiles there.
  private static func defaultPinpoints(cropSide: Int) -> [PixelSize] {
    [(1, 2), (2, 1), (2, 2), (3, 1), (1, 3)].map {
      PixelSize(width: $0.1 * cropSide, height: $0.0 * cropSide)
    }
  }
}

extension VisionConfiguration {
  func shape(layersRun: Int) -> ModelShape.Vision {
    ModelShape.Vision(
      hidden: hidden, layers: layersRun, heads: heads, mlp: mlp, patchSide: patchSide,
      patches: VisualScale.tokens576.tokens)
  }
}
