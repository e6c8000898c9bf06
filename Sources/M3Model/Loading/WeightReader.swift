import M3Tensor

/// Reads the weights below one place of a checkpoint: `reader("mlp").linear("fc1")` is `….mlp.fc1`.
///
/// The checkpoint has compared every shape with its configuration already.
struct WeightReader {
  let checkpoint: Checkpoint
  /// Ends with a point, or is empty.
  private let prefix: String

  init(_ checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
    prefix = ""
  }

  private init(_ checkpoint: Checkpoint, prefix: String) {
    self.checkpoint = checkpoint
    self.prefix = prefix
  }

  /// The place below this one.
  func callAsFunction(_ place: String) -> WeightReader { WeightReader(checkpoint, prefix: "\(prefix)\(place).") }

  /// A tensor as a matrix: its first side by all others; it stays in the file.
  func weight(_ name: String) throws(ModelError) -> Weight {
    let tensor = try checkpoint.tensor(prefix + name)
    let rows = tensor.shape.first ?? 1
    guard rows > 0, let weight = Weight(tensor, rows: rows, columns: tensor.elementCount / rows) else {
      throw .wrongType(path: checkpoint.folder, tensor: tensor.name, found: tensor.type)
    }
    return weight
  }

  /// A small tensor's values, row by row, as Float32.
  func values(_ name: String) throws(ModelError) -> [Float] { try weight(name).values }

  /// `name.weight`, and `name.bias` if there is one.
  func linear(_ name: String, bias: Bool) throws(ModelError) -> Linear {
    Linear(try weight("\(name).weight"), bias: bias ? try values("\(name).bias") : nil)
  }

  func layerNorm(_ name: String, epsilon: Float) throws(ModelError) -> LayerNorm {
    LayerNorm(weight: try values("\(name).weight"), bias: try values("\(name).bias"), epsilon: epsilon)
  }

  func rmsNorm(_ name: String, epsilon: Float) throws(ModelError) -> RMSNorm {
    RMSNorm(weight: try values("\(name).weight"), epsilon: epsilon)
  }
}
