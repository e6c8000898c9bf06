import CM3Kernels
import M3Tensor

/// The keys that a span's queries see, laid out for products: the shared ones, padding, then the span's own.
///
/// Keys are gathered from a wide matrix into rows that follow one another, or transposed into columns; a block of queries
/// has scores for all shared keys and for its own, [query, total], with padding that is never seen.
struct AttentionStrip {
  let span: AttentionSpan
  let width: Int
  /// Queries whose scores are held at once: as many as a cache has room for.
  let blocks: [Range<Int>]
  /// Rows of the pass that are the span's own keys.
  private let own: Range<Int>
  /// Columns before the own keys.
  private let sharedColumns: Int
  /// Columns of transposed keys, an odd number of cache lines, so that columns do not share their places in a cache.
  private let columns: Int

  init(_ span: AttentionSpan, width: Int) {
    self.span = span
    self.width = width
    own = span.starts.map { ($0.first ?? span.queries.lowerBound)..<span.queries.upperBound } ?? 0..<0
    sharedColumns = Self.padded(span.shared.count, to: Self.lanes)
    let needed = Self.padded(sharedColumns + own.count + Self.lanes, to: 2 * Self.lanes)
    columns = needed % (4 * Self.lanes) == 0 ? needed + 2 * Self.lanes : needed
    let size = max(Self.fewestQueries, min(Self.mostQueries, Self.scoreRoom / columns / 6 * 6))
    blocks = stride(from: span.queries.lowerBound, to: span.queries.upperBound, by: size).map {
      $0..<min(span.queries.upperBound, $0 + size)
    }
  }

  /// Floats of gathered or transposed keys.
  var keyCount: Int { columns * width }
  /// Floats of a block's scores, at most.
  var scoreCount: Int { (blocks.first?.count ?? 0) * columns }
  /// Floats of a block's queries, at most.
  var blockCount: Int { (blocks.first?.count ?? 0) * width }

  /// Columns of a block's scores.
  func total(_ block: Range<Int>) -> Int { sharedColumns + ownColumns(block) }

  private func ownColumns(_ block: Range<Int>) -> Int { Self.padded(span.own(of: block).count, to: Self.lanes) }

  /// The first of a block's own keys among all columns.
  private func firstOwn(_ block: Range<Int>) -> Int {
    sharedColumns + span.own(of: block).lowerBound - own.lowerBound
  }

  /// One head's columns of the rows that are keys, one after another; padding is zero.
  func gather(_ x: MatrixView, into rows: UnsafeMutablePointer<Float>) {
    unsafe copy(x[span.shared], into: rows)
    let first = unsafe rows + sharedColumns * width
    unsafe (rows + span.shared.count * width).update(
      repeating: 0, count: (sharedColumns - span.shared.count) * width)
    unsafe copy(x[own], into: first)
    unsafe (first + own.count * width).update(repeating: 0, count: (columns - sharedColumns - own.count) * width)
  }

  func copy(_ x: MatrixView, into rows: UnsafeMutablePointer<Float>) {
    for row in 0..<x.rows { unsafe (rows + row * width).update(from: x.base + row * x.stride, count: width) }
  }

  /// Gathered keys as columns.
  func transpose(_ rows: UnsafeMutablePointer<Float>, into turned: UnsafeMutablePointer<Float>) {
    unsafe m3_transpose(turned, columns, rows, width, columns, width)
  }

  /// scores = a turned, for the keys of a block.
  func products(
    _ a: MatrixView, _ turned: UnsafeMutablePointer<Float>, of block: Range<Int>,
    into scores: UnsafeMutablePointer<Float>
  ) {
    let total = total(block)
    if sharedColumns > 0 {
      unsafe m3_narrow_product(
        scores, total, a.base, a.stride, 1, turned, columns, a.rows, sharedColumns, width, false)
    }
    if !own.isEmpty {
      unsafe m3_narrow_product(
        scores + sharedColumns, total, a.base, a.stride, 1, turned + firstOwn(block), columns, a.rows,
        ownColumns(block), width, false)
    }
  }

  /// Minus infinity where a query does not see a key.
  func mask(_ scores: UnsafeMutablePointer<Float>, of block: Range<Int>) {
    let total = total(block)
    let blockOwn = span.own(of: block)
    for (index, row) in block.enumerated() {
      let line = unsafe scores + index * total
      unsafe (line + span.shared.count).update(
        repeating: -.infinity, count: sharedColumns - span.shared.count)
      guard let starts = span.starts else { continue }
      let ownLine = unsafe line + sharedColumns
      let through = row + 1 - blockOwn.lowerBound
      unsafe ownLine.update(
        repeating: -.infinity, count: starts[row - span.queries.lowerBound] - blockOwn.lowerBound)
      unsafe (ownLine + through).update(repeating: -.infinity, count: total - sharedColumns - through)
    }
  }

  /// output = scores values.
  func combine(
    _ scores: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Float>, of block: Range<Int>,
    into output: MatrixView
  ) {
    let total = total(block)
    if sharedColumns > 0 {
      unsafe m3_narrow_product(
        output.base, output.stride, scores, total, 1, values, width, block.count, width, sharedColumns, false)
    }
    if !own.isEmpty {
      unsafe m3_narrow_product(
        output.base, output.stride, scores + sharedColumns, total, 1, values + firstOwn(block) * width, width,
        block.count, width, ownColumns(block), sharedColumns > 0)
    }
  }

  /// slopes += scores^T a, for the keys of a block.
  func accumulate(
    _ scores: UnsafeMutablePointer<Float>, _ a: UnsafeMutablePointer<Float>, of block: Range<Int>,
    into slopes: UnsafeMutablePointer<Float>
  ) {
    let total = total(block)
    if sharedColumns > 0 {
      unsafe m3_narrow_product(
        slopes, width, scores, 1, total, a, width, sharedColumns, width, block.count, true)
    }
    if !own.isEmpty {
      unsafe m3_narrow_product(
        slopes + firstOwn(block) * width, width, scores + sharedColumns, 1, total, a, width, ownColumns(block), width,
        block.count, true)
    }
  }

  /// Adds gathered rows to where they come from.
  func scatter(_ rows: UnsafeMutablePointer<Float>, addingTo x: MatrixView) {
    for (row, target) in span.shared.enumerated() {
      unsafe m3_add(x.base + target * x.stride, rows + row * width, width)
    }
    for (row, target) in own.enumerated() {
      unsafe m3_add(x.base + target * x.stride, rows + (sharedColumns + row) * width, width)
    }
  }

  private static func padded(_ count: Int, to size: Int) -> Int { (count + size - 1) / size * size }

  /// Floats that a product handles at once.
  private static let lanes = 8
  private static let fewestQueries = 24
  private static let mostQueries = 96
  /// Floats of scores that stay in a core's own cache.
  private static let scoreRoom = 1 << 15
}
