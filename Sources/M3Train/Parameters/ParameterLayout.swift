import M3Model

/// Gives every tensor of a model its place in flat buffers; layers claim theirs in turn.
struct ParameterLayout {
  private(set) var parameters: [Parameter] = []
  /// Floats so far.
  private(set) var count = 0
  private var unclaimed: [String: ExpectedTensors.Tensor] = [:]

  /// A layout of tensors that are only added.
  init() {}

  init(_ configuration: ModelConfiguration) {
    for tensor in ExpectedTensors(configuration).tensors { unclaimed[tensor.key] = tensor }
  }

  /// A place for tensors of one width, one under another.
  ///
  /// - Precondition: the model has them, and none is claimed yet.
  mutating func claim(_ keys: [String]) -> Block {
    var tensors: [(String, [Int], Parameter.Part)] = []
    for key in keys {
      guard let tensor = unclaimed.removeValue(forKey: key) else { preconditionFailure("no \(key) is left to claim") }
      tensors.append((key, tensor.shape, Parameter.Part(tensor.part)))
    }
    return add(tensors)
  }

  mutating func claim(_ key: String) -> Block { claim([key]) }

  /// A place for a tensor that the checkpoint does not have.
  mutating func add(_ key: String, shape: [Int], part: Parameter.Part) -> Block { add([(key, shape, part)]) }

  private mutating func add(_ tensors: [(key: String, shape: [Int], part: Parameter.Part)]) -> Block {
    count = (count + Self.grain - 1) / Self.grain * Self.grain
    let start = count
    var rows = 0
    var columns = 1
    for tensor in tensors {
      let parameter = Parameter(key: tensor.key, shape: tensor.shape, part: tensor.part, start: count)
      columns = tensor.shape.count > 1 ? parameter.count / tensor.shape[0] : 1
      rows += tensor.shape[0]
      parameters.append(parameter)
      count += parameter.count
    }
    // Vectors are rows: a bias is added to each row of values.
    let isVector = tensors.allSatisfy { $0.shape.count == 1 }
    return Block(
      part: tensors[0].part, start: start, rows: isVector ? 1 : rows, columns: isVector ? rows : columns)
  }

  /// Claims what no layer uses, so that it is kept as it is.
  mutating func claimRest() {
    for key in unclaimed.keys.sorted() { _ = claim(key) }
  }

  /// Floats of a cache line.
  private static let grain = 16
}

extension Parameter.Part {
  init(_ part: ExpectedTensors.Part) {
    switch part {
    case .visionTower: self = .vision
    case .projector: self = .projector
    case .languageModel: self = .language
    }
  }
}
