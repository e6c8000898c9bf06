public import M3Tensor

/// A tensor of a model as a file holds it.
public enum StoredTensor: Sendable {
  case floats(MappedTensor)
  /// A product's weight, ready for products.
  case packed(PackedWeight)

  /// Numbers that it stands for.
  var parameters: Int {
    switch self {
    case .floats(let tensor): tensor.elementCount
    case .packed(let weight): weight.shape.outputs * weight.shape.inputs
    }
  }

  var byteCount: Int {
    switch self {
    case .floats(let tensor): tensor.byteCount
    case .packed(let weight): weight.byteCount
    }
  }

  /// Outermost first.
  var shape: [Int] {
    switch self {
    case .floats(let tensor): tensor.shape
    case .packed(let weight): [weight.shape.outputs, weight.shape.inputs]
    }
  }

  /// The element type's name.
  var typeName: String {
    switch self {
    case .floats(let tensor): tensor.type.description
    case .packed(let weight): weight.type.rawValue
    }
  }
}
