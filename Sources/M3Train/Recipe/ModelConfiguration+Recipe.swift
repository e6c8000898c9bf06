import M3Core
import M3Model

extension ModelConfiguration {
  /// The model that a recipe asks for, with rows for a tokenizer's pieces and the image token.
  ///
  /// - Throws: `TrainError.badRecipe` when the recipe has no model.
  init(_ recipe: Recipe, vocabulary: Int) throws(TrainError) {
    guard let model = recipe.model else { throw .badRecipe(field: "model", reason: "it is missing") }
    let (vision, language) = (model.vision, model.language)
    let shape = ModelShape(
      vision: ModelShape.Vision(
        hidden: vision.hidden, layers: vision.layers, heads: vision.heads, mlp: vision.mlp, patchSide: vision.patchSide,
        patches: VisualScale.tokens576.tokens),
      projector: [vision.hidden, language.hidden, language.hidden],
      language: ModelShape.Language(
        hidden: language.hidden, layers: language.layers, heads: language.heads,
        keyValueHeads: language.keyValueHeads, headWidth: language.hidden / language.heads, mlp: language.mlp,
        vocabulary: (vocabulary / 16 + 1) * 16, context: language.context))
    self.init(new: shape, textVocabulary: vocabulary, scales: recipe.scales)
    optionScoring = model.optionScoring
    if let theta = language.ropeTheta { ropeTheta = theta }
  }
}
