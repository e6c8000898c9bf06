import M3Core
import M3Tensor

/// The rows and columns of one head in the projections of an attention layer.
struct HeadProjection {
  private let shape: ModelShape.Language
  private let head: Int
  /// [channel of the head, hidden].
  private var query: [Float]
  private var key: [Float]
  private var value: [Float]
  /// [hidden, channel of the head].
  private var out: [Float]

  init(_ shape: ModelShape.Language, head: Int) {
    self.shape = shape
    self.head = head
    query = [Float](repeating: 0, count: shape.headWidth * shape.hidden)
    (key, value, out) = (query, query, query)
  }

  /// The score gets the product of a query's and a key's channel.
  ///
  /// - Parameter row: of the head.
  mutating func match(query channel: Int, key other: Int, strength: Float, negative: Bool = false, at row: Int) {
    query[row * shape.hidden + channel] = strength
    key[row * shape.hidden + other] = negative ? -strength : strength
  }

  /// What is found is added in the same channels.
  mutating func copy(_ channels: [Int], strength: Float) {
    for (row, channel) in channels.enumerated() {
      value[row * shape.hidden + channel] = strength
      out[channel * shape.headWidth + row] = strength
    }
  }

  /// Puts the head in place of what the layer has; its unused channels stay as they are.
  func write(to model: TrainableModel, layer: Int) {
    let name = "language_model.layers.\(layer).self_attn"
    let width = shape.headWidth
    for (part, values) in [("q_proj", query), ("k_proj", key)] {
      guard let weight = model.parameter("\(name).\(part).weight") else { continue }
      let start = weight.start + head * width * shape.hidden
      model.weights[start..<start + values.count] = values
    }
    guard let values = model.parameter("\(name).v_proj.weight"), let outs = model.parameter("\(name).o_proj.weight")
    else { return }
    for row in 0..<width {
      let slice = Array(value[row * shape.hidden..<(row + 1) * shape.hidden])
      guard slice.contains(where: { $0 != 0 }) else { continue }
      let start = values.start + (head * width + row) * shape.hidden
      model.weights[start..<start + slice.count] = slice
    }
    var matrix = model.weights[outs.range]
    for channel in 0..<shape.hidden {
      for row in 0..<width where value[row * shape.hidden..<(row + 1) * shape.hidden].contains(where: { $0 != 0 }) {
        matrix[channel * shape.hidden + head * width + row] = out[channel * width + row]
      }
    }
    model.weights[outs.range] = matrix
  }
}
