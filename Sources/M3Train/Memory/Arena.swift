import M3Tensor

/// Memory of one pass, handed out piece by piece and taken back all at once; it grows to the largest pass and stays.
///
/// What it hands out holds old values.
final class Arena {
  /// A place to go back to.
  struct Mark {
    fileprivate var block: Int
    fileprivate var used: Int
  }

  private var blocks: [FlatBuffer] = []
  private var block = 0
  /// Floats handed out from the current block.
  private var used = 0

  var mark: Mark { Mark(block: block, used: used) }

  /// Takes back what was handed out since the mark.
  func release(to mark: Mark) {
    block = mark.block
    used = mark.used
  }

  /// Takes everything back.
  func reset() { release(to: Mark(block: 0, used: 0)) }

  /// - Precondition: the system has room.
  func matrix(_ rows: Int, _ columns: Int) -> MatrixView {
    let count = (rows * columns + Self.grain - 1) / Self.grain * Self.grain
    while block < blocks.count, blocks[block].count - used < count {
      block += 1
      used = 0
    }
    if block == blocks.count {
      guard let buffer = FlatBuffer(ifRoomFor: max(count, Self.blockSize)) else {
        preconditionFailure("no memory for \(count) floats of a training pass")
      }
      blocks.append(buffer)
      used = 0
    }
    defer { used += count }
    return Matrix(rows: rows, columns: columns, in: blocks[block], from: used).all
  }

  /// A matrix of zeros.
  func zeros(_ rows: Int, _ columns: Int) -> MatrixView {
    let matrix = matrix(rows, columns)
    matrix.clear()
    return matrix
  }

  /// Bytes that it holds.
  var byteCount: Int { blocks.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.stride }

  /// Floats of a cache line, so that matrices begin at one.
  private static let grain = 16
  /// Floats asked of the system at once.
  private static let blockSize = 1 << 23
}

extension MatrixView {
  /// Makes all of it zero.
  func clear() {
    for row in 0..<rows { unsafe (base + row * stride).update(repeating: 0, count: columns) }
  }

  /// Its rows from an index on.
  func from(_ row: Int) -> MatrixView { self[row..<rows] }
}
