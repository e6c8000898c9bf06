import CM3Kernels

/// Keys and values of every layer for a sequence of tokens: [layer, head, position, width], Float32.
///
/// It is made for the longest sequence it will hold; pages that no token has reached cost no memory.
public final class KeyValueStore {
  public let layers: Int
  /// Heads of keys and values, which groups of query heads share.
  public let heads: Int
  /// Of a head.
  public let width: Int
  /// The most positions.
  public let capacity: Int
  private let keys: Matrix
  private let values: Matrix

  /// - Returns: nil when the system has no room for it.
  public init?(layers: Int, heads: Int, width: Int, capacity: Int) {
    let (rows, overflow) = (layers * heads).multipliedReportingOverflow(by: capacity)
    guard !overflow, let keys = Matrix(ifRoomForRows: rows, columns: width),
      let values = Matrix(ifRoomForRows: rows, columns: width)
    else { return nil }
    self.layers = layers
    self.heads = heads
    self.width = width
    self.capacity = capacity
    self.keys = keys
    self.values = values
  }

  /// Keys of one head, [position, width].
  func keys(layer: Int, head: Int) -> MatrixView { keys[positions(layer, head)] }
  /// Values of one head, [position, width].
  func values(layer: Int, head: Int) -> MatrixView { values[positions(layer, head)] }

  /// One layer as the attention kernels read it; positions that were not written must not be asked for.
  func filled(layer: Int) -> m3_keys_values {
    unsafe m3_keys_values(
      type: M3_CACHE_FLOAT32, heads: heads, width: width, head_stride: capacity * width, position_stride: width,
      keys: keys(layer: layer, head: 0).base, values: values(layer: layer, head: 0).base, key_scales: nil,
      value_scales: nil, scales_head_stride: 0, scales_position_stride: 0)
  }

  private func positions(_ layer: Int, _ head: Int) -> Range<Int> {
    precondition(layer < layers && head < heads, "layer \(layer) of \(layers), head \(head) of \(heads)")
    let start = (layer * heads + head) * capacity
    return start..<start + capacity
  }

  /// Writes keys and values of new tokens.
  ///
  /// - Parameters:
  ///   - newKeys, newValues: [token, head * width].
  ///   - position: of the first token.
  public func write(_ newKeys: MatrixView, _ newValues: MatrixView, layer: Int, at position: Int) {
    let end = position + newKeys.rows
    precondition(position >= 0 && end <= capacity, "the store holds \(capacity) positions")
    for head in 0..<heads {
      let columns = head * width..<(head + 1) * width
      keys(layer: layer, head: head)[position..<end].copy(newKeys.columns(columns))
      values(layer: layer, head: head)[position..<end].copy(newValues.columns(columns))
    }
  }

  /// Copies the first positions of another store of the same model.
  public func copy(first count: Int, of other: KeyValueStore) {
    precondition(other.layers == layers && other.heads == heads && other.width == width, "models differ")
    precondition(count <= capacity && count <= other.capacity, "no room for \(count) positions")
    for layer in 0..<layers {
      for head in 0..<heads {
        keys(layer: layer, head: head)[0..<count].copy(other.keys(layer: layer, head: head)[0..<count])
        values(layer: layer, head: head)[0..<count].copy(other.values(layer: layer, head: head)[0..<count])
      }
    }
  }
}
