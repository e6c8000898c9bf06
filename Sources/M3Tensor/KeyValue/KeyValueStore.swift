import CM3Kernels

/// Keys and values of every layer for a sequence of tokens: [layer, head, position, width].
///
/// It is made for the longest sequence it will hold; pages that no token has reached cost no memory.
public final class KeyValueStore {
  public let type: KeyValueType
  public let layers: Int
  /// Heads of keys and values, which groups of query heads share.
  public let heads: Int
  /// Of a head.
  public let width: Int
  /// The most positions.
  public let capacity: Int
  private let keys: Rows
  private let values: Rows

  /// Rows of one width, one for each layer, head and position.
  private struct Rows {
    /// Elements of the store's type in the room of floats.
    let elements: Matrix
    /// [row, 1], of `int8`.
    let scales: Matrix?

    init?(_ type: KeyValueType, rows: Int, width: Int) {
      guard let elements = Matrix(ifRoomForRows: rows, columns: type.rowFloats(width: width)) else { return nil }
      self.elements = elements
      guard type == .int8 else {
        scales = nil
        return
      }
      guard let scales = Matrix(ifRoomForRows: rows, columns: 1) else { return nil }
      self.scales = scales
    }

    /// Copies rows of another.
    func copy(_ rows: Range<Int>, from other: Rows, at otherRows: Range<Int>) {
      elements[rows].copy(other.elements[otherRows])
      if let scales, let others = other.scales { scales[rows].copy(others[otherRows]) }
    }
  }

  /// - Returns: nil when the system has no room for it.
  public init?(type: KeyValueType = .float32, layers: Int, heads: Int, width: Int, capacity: Int) {
    let (rows, overflow) = (layers * heads).multipliedReportingOverflow(by: capacity)
    guard !overflow, let keys = Rows(type, rows: rows, width: width),
      let values = Rows(type, rows: rows, width: width)
    else { return nil }
    self.type = type
    self.layers = layers
    self.heads = heads
    self.width = width
    self.capacity = capacity
    self.keys = keys
    self.values = values
  }

  /// Bytes that so many positions take.
  public static func byteCount(type: KeyValueType, layers: Int, heads: Int, width: Int, positions: Int) -> Int {
    2 * layers * heads * positions * type.rowBytes(width: width)
  }

  /// One layer as the attention kernels read it; positions that were not written must not be asked for.
  func filled(layer: Int) -> m3_keys_values {
    let first = row(layer, head: 0, position: 0)
    let stride = keys.elements.columns * 4 / type.elementBytes
    return unsafe m3_keys_values(
      type: type.kernelType, heads: heads, width: width, head_stride: capacity * stride, position_stride: stride,
      keys: keys.elements[first..<first].base, values: values.elements[first..<first].base,
      key_scales: keys.scales.map { unsafe UnsafePointer($0[first..<first].base) },
      value_scales: values.scales.map { unsafe UnsafePointer($0[first..<first].base) },
      scales_head_stride: capacity, scales_position_stride: 1)
  }

  private func row(_ layer: Int, head: Int, position: Int) -> Int {
    precondition(layer < layers && head < heads, "layer \(layer) of \(layers), head \(head) of \(heads)")
    return (layer * heads + head) * capacity + position
  }

  /// Writes keys and values of new tokens.
  ///
  /// - Parameters:
  ///   - newKeys, newValues: [token, head * width].
  ///   - position: of the first token.
  public func write(_ newKeys: MatrixView, _ newValues: MatrixView, layer: Int, at position: Int) {
    precondition(position >= 0 && position + newKeys.rows <= capacity, "the store holds \(capacity) positions")
    precondition(newKeys.columns == heads * width && newValues.columns == heads * width, "\(heads) heads expected")
    precondition(newValues.rows == newKeys.rows, "a value for each key")
    for head in 0..<heads {
      let first = row(layer, head: head, position: position)
      write(newKeys.columns(head * width..<(head + 1) * width), to: keys, from: first)
      write(newValues.columns(head * width..<(head + 1) * width), to: values, from: first)
    }
  }

  private func write(_ new: MatrixView, to rows: Rows, from first: Int) {
    let elements = rows.elements[first..<first + new.rows]
    let scales = rows.scales?[first..<first + new.rows]
    for token in 0..<new.rows {
      let scale = unsafe m3_store_in_cache(
        elements.base + token * elements.stride, type.kernelType, new.base + token * new.stride, width)
      if let scales { unsafe scales.base[token] = scale }
    }
  }

  /// Copies the first positions of another store of the same model.
  public func copy(first count: Int, of other: KeyValueStore) {
    precondition(other.layers == layers && other.heads == heads && other.width == width, "models differ")
    precondition(other.type == type, "types differ")
    precondition(count <= capacity && count <= other.capacity, "no room for \(count) positions")
    for layer in 0..<layers {
      for head in 0..<heads {
        let here = row(layer, head: head, position: 0)
        let there = other.row(layer, head: head, position: 0)
        keys.copy(here..<here + count, from: other.keys, at: there..<there + count)
        values.copy(here..<here + count, from: other.values, at: there..<there + count)
      }
    }
  }
}
