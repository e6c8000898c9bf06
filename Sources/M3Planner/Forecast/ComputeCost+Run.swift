import M3Core

extension ComputeCost {
  /// Operations of a prefill as they are run: of the last layer, whose outputs only the last token needs, the rest make
  /// no more than keys and values.
  package func runPrefill(tokens: Int) -> (products: Double, attention: Double) {
    let language = shape.language
    let layers = Double(language.layers)
    let all = attention(tokens: tokens)
    let keys = 4 * Double(language.hidden * language.keyValueHeads * language.headWidth)
    let layer = 2 * layerWeights / layers
    let products =
      Double(tokens) * ((layers - 1) * layer + keys) + (layer - keys)
      + 2 * Double(language.hidden) * Double(language.vocabulary)
    return (products, all * (layers - 1) / layers + decodeAttention(after: tokens) / layers)
  }

  private func decodeAttention(after context: Int) -> Double {
    let language = shape.language
    return Double(language.layers) * 4 * Double(context) * Double(language.heads * language.headWidth)
  }

  /// Weights that a decode step reads: all layers' and the output's.
  package var weightsOfAStep: Double { layerWeights + Double(shape.language.hidden * shape.language.vocabulary) }
}
