import M3Tensor

/// Reads the weights below one place of a checkpoint: `reader("mlp").linear("fc1")` is `….mlp.fc1`.
///
/// The checkpoint has compared every shape with its configuration already.
struct WeightReader {
  let checkpoint: Checkpoint
  /// Decided, not `auto`.
  let precision: Precision
  /// Ends with a point, or is empty.
  private let prefix: String

  init(_ checkpoint: Checkpoint, _ precision: Precision) {
    self.init(checkpoint, precision, prefix: "")
  }

  private init(_ checkpoint: Checkpoint, _ precision: Precision, prefix: String) {
    self.checkpoint = checkpoint
    self.precision = precision
    self.prefix = prefix
  }

  /// The place below this one.
  func callAsFunction(_ place: String) -> WeightReader {
    WeightReader(checkpoint, precision, prefix: "\(prefix)\(place).")
  }

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
    Linear(try packed("\(name).weight"), bias: bias ? try values("\(name).bias") : nil)
  }

  /// A product's weight: a view into the file if that holds it packed, else packed now, after which the file's pages are
  /// given back.
  func packed(_ name: String) throws(ModelError) -> PackedWeight {
    let key = prefix + name
    switch try checkpoint.stored(key) {
    case .packed(let weight): return weight
    case .floats(let tensor):
      let outputs = tensor.shape.first ?? 1
      guard let type = precision.type(ofWeight: key) ?? PackedType(exactly: tensor.type),
        let shape = PackedShape(outputs: outputs, inputs: outputs > 0 ? tensor.elementCount / outputs : 0)
      else {
        throw .wrongType(path: checkpoint.folder, tensor: tensor.name, found: tensor.type)
      }
      defer { tensor.release() }
      do { return try PackedWeight(packing: tensor, shape: shape, as: type) } catch { throw .file(error) }
    }
  }

  func layerNorm(_ name: String, epsilon: Float) throws(ModelError) -> LayerNorm {
    LayerNorm(weight: try values("\(name).weight"), bias: try values("\(name).bias"), epsilon: epsilon)
  }

  func rmsNorm(_ name: String, epsilon: Float) throws(ModelError) -> RMSNorm {
    RMSNorm(weight: try values("\(name).weight"), epsilon: epsilon)
  }
}
