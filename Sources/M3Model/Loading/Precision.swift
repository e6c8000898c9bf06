public import M3Tensor

/// How a model's weights are held in memory.
///
/// Products of many rows are computed in Float32 whatever the weights are; embeddings, norms and biases stay as they are
/// stored. Keys and values are Float32 with `float32`, else Float16 unless something else is asked for.
public enum Precision: String, CaseIterable, Codable, Sendable {
  /// Packed weights as the checkpoint holds them; floats as `float32` if the model is small, else as `int8`.
  case auto
  /// Exactly the numbers that the checkpoint holds.
  case float32
  case bfloat16
  /// Every product's weights as 8-bit integers with a scale for each 32.
  case int8
  /// The decoder layers' weights as 4-bit integers with a scale for each 32; the output layer, the vision tower and the
  /// projector as `int8`.
  case int4

  /// Up to so many parameters a model is small: nothing is gained by rounding it.
  public static let smallModel = 250_000_000

  /// The precision of a checkpoint that holds this type already.
  init(holding type: PackedType) {
    self =
      switch type {
      case .float32: .float32
      case .float16, .bfloat16: .bfloat16
      case .int8, .int8Rows: .int8
      case .int4: .int4
      }
  }

  /// The type of a product's weight; nil for the one that holds the stored numbers exactly.
  ///
  /// - Parameter key: canonical.
  public func type(ofWeight key: String) -> PackedType? {
    switch self {
    case .auto, .float32: nil
    case .bfloat16: .bfloat16
    case .int8: .int8
    case .int4: key.hasPrefix("language_model.layers.") ? .int4 : .int8
    }
  }

  /// What it means for floats of a model with so many parameters: `auto` is decided.
  func decided(parameters: Int) -> Precision {
    guard self == .auto else { return self }
    return parameters <= Self.smallModel ? .float32 : .int8
  }

  /// The type of keys and values unless another one is asked for.
  var keyValues: KeyValueType { self == .float32 ? .float32 : .float16 }
}

extension Checkpoint {
  /// The precision that a wish means for this checkpoint: `auto` is decided.
  ///
  /// - Throws: `ModelError.packedAlready` when the checkpoint is packed and another type is wished for.
  func precision(_ wish: Precision) throws(ModelError) -> Precision {
    guard let type = packing else { return wish.decided(parameters: summary.parameters) }
    let held = Precision(holding: type)
    guard wish == .auto || wish == held else {
      throw .packedAlready(folder: folder, type: type.rawValue, wish: wish.rawValue)
    }
    return held
  }
}
