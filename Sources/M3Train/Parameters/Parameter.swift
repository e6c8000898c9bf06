/// One tensor that training changes, and where it lies in the flat buffers of weights, gradients and moments.
public struct Parameter: Equatable, Sendable {
  /// The parts of a model that have a learning rate of their own and can be frozen.
  public enum Part: String, CaseIterable, Codable, Sendable {
    case vision, projector, language
    /// A head of pretraining, which no checkpoint keeps.
    case head
  }

  /// The checkpoint's canonical key (`Checkpoint`), or a name of its own for parts that no checkpoint has.
  public let key: String
  /// Outermost first; linear layers are [out, in].
  public let shape: [Int]
  public let part: Part
  /// Index of its first float.
  public let start: Int

  /// Floats.
  public var count: Int { shape.reduce(1, *) }
  public var range: Range<Int> { start..<start + count }
  /// Matrices decay; gains, biases and single vectors do not.
  public var isMatrix: Bool { shape.count > 1 }
}

/// Tensors that lie one under another and are used as one matrix: [row, column].
struct Block: Sendable {
  let part: Parameter.Part
  /// Index of the first float.
  let start: Int
  let rows: Int
  let columns: Int

  var range: Range<Int> { start..<start + rows * columns }
}
