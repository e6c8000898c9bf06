public import M3Core

/// Operations and bytes of the passes of a model in half precision, counted as LLM-Viewer does (hahnyuan/LLM-Viewer,
/// model_analyzer.py), so that the M3 paper's table 9 can be checked.
///
/// Attention is counted as a full square, the output head for one token and with one operation a multiply-add, the MLP's
/// activation at the model's width: its ways, kept for comparison. `ComputeCost` counts what this engine computes.
public struct RooflineCost: Equatable, Sendable {
  /// Bytes of a number.
  private static let size = 2.0

  let shape: ModelShape

  public init(shape: ModelShape) { self.shape = shape }

  /// The language model's prefill of so many tokens, embedding left out.
  public func prefill(tokens: Int) -> PassCost {
    let language = shape.language
    let hidden = Double(language.hidden)
    let queries = Double(language.heads * language.headWidth)
    let keys = Double(language.keyValueHeads * language.headWidth)
    let count = Double(tokens)
    let mlp = Double(language.mlp)
    let norm = elementwise("norm", perElement: 7, hidden * count)
    let add = elementwise("add", perElement: 1, hidden * count)
    var pass = PassCost()
    pass.add(
      [
        product("q", hidden, queries, count), cached("k", hidden, keys, count), cached("v", hidden, keys, count),
        product("o", queries, hidden, count),
      ]
        + attention(count, heads: Double(language.heads), queries: queries, keys: keys)
        + [
          product("gate", hidden, mlp, count), product("up", hidden, mlp, count), product("down", mlp, hidden, count),
          OperationCost(
            name: "activation", operations: 2 * hidden * count, loaded: 2 * Self.size * hidden * count,
            stored: Self.size * hidden * count),
          norm, norm, add, add,
        ], times: language.layers)
    let vocabulary = Double(language.vocabulary)
    pass.add([
      OperationCost(
        name: "head", operations: hidden * vocabulary, weights: Self.size * hidden * vocabulary,
        loaded: Self.size * hidden, stored: Self.size * vocabulary)
    ])
    return pass
  }

  /// The vision tower and the projector on so many crops in one batch; the same at every scale.
  public func vision(crops: Int) -> PassCost {
    let vision = shape.vision
    let width = Double(vision.hidden)
    let mlp = Double(vision.mlp)
    let patches = Double(vision.patches)
    let count = patches + 1
    let norm = elementwise("norm", perElement: 7, width * count)
    let add = elementwise("add", perElement: 1, width * count)
    let layer =
      ["q", "k", "v", "o"].map { product($0, width, width, count) }
      + attention(count, heads: Double(vision.heads), queries: width, keys: width)
      + [
        product("fc1", width, mlp, count), product("fc2", mlp, width, count),
        elementwise("activation", perElement: 2, mlp * count), norm, norm, add, add,
      ]
    var pass = PassCost()
    pass.add([product("patches", 3 * Double(vision.patchSide * vision.patchSide), width, patches).batched(crops)])
    pass.add(layer.map { $0.batched(crops) }, times: vision.layers)
    pass.add(
      zip(shape.projector, shape.projector.dropFirst()).map {
        product("projector", Double($0), Double($1), patches).batched(crops)
      })
    return pass
  }

  private func product(_ name: String, _ from: Double, _ to: Double, _ count: Double) -> OperationCost {
    OperationCost(
      name: name, operations: 2 * from * to * count, weights: Self.size * from * to, loaded: Self.size * from * count,
      stored: Self.size * to * count)
  }

  /// A product whose result goes into the cache.
  private func cached(_ name: String, _ from: Double, _ to: Double, _ count: Double) -> OperationCost {
    var cost = product(name, from, to, count)
    (cost.cache, cost.stored) = (cost.stored, 0)
    return cost
  }

  private func attention(_ count: Double, heads: Double, queries: Double, keys: Double) -> [OperationCost] {
    let scores = Self.size * count * count * heads
    let read = Self.size * count * keys
    return [
      OperationCost(
        name: "scores", operations: 2 * count * count * queries, loaded: Self.size * count * queries, stored: scores,
        cache: read),
      OperationCost(
        name: "values", operations: 2 * count * count * queries, loaded: scores, stored: Self.size * count * queries,
        cache: read),
      OperationCost(name: "softmax", operations: 5 * heads * count * count, loaded: scores, stored: scores),
    ]
  }

  private func elementwise(_ name: String, perElement operations: Double, _ elements: Double) -> OperationCost {
    OperationCost(
      name: name, operations: operations * elements, loaded: Self.size * elements, stored: Self.size * elements)
  }
}
