public import M3Core
import M3Tensor

extension ModelConfiguration {
  /// A new model of the LLaVA-1.5 family with CLIP's and LLaMA's usual settings; the vision layer before the last is
  /// tapped.
  ///
  /// - Parameters:
  ///   - shape: `vision.layers` counts the layers that are run; one more is stored.
  ///   - textVocabulary: tokens of the tokenizer; the one after them stands for a picture, and has a row too.
  ///   - scales: that it will be trained at, coarse to fine.
  public init(new shape: ModelShape, textVocabulary: Int, scales: [VisualScale]) {
    precondition(textVocabulary < shape.language.vocabulary, "no row is left for the image token")
    self.init(
      kind: .llava15, layout: .huggingFace5, shape: shape, storedVisionLayers: shape.vision.layers + 1,
      imageProcessing: ImageProcessing(
        cropSide: VisualScale.gridSide * shape.vision.patchSide, fit: .pad, anyres: nil,
        mean: ImageProcessing.clipMean, standardDeviation: ImageProcessing.clipStandardDeviation),
      visionActivation: .quickGELU, visionLayerNormEpsilon: 1e-5, projectorActivation: .gelu, rmsNormEpsilon: 1e-5,
      ropeTheta: 10000, tiesEmbeddings: false, textVocabulary: textVocabulary, bosTokenID: 1,
      eosTokenIDs: [2], imageTokenID: textVocabulary, trainedContext: nil, trainedScales: scales,
      optionScoring: nil, isUntrained: false, elementType: .float32, notes: [])
  }

  /// A model of a shape, whose last token stands for a picture.
  package init(_ shape: ModelShape) {
    self.init(new: shape, textVocabulary: shape.language.vocabulary - 1, scales: VisualScale.trained)
  }
}
