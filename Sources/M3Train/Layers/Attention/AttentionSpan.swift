/// Which keys some consecutive queries see: rows that all of them share, and rows of their own up to themselves.
///
/// Three cases are enough: patches of a crop see all of its rows; the visual prefix sees itself causally; the questions
/// behind it share the prefix, and each sees itself causally and no other question.
struct AttentionSpan {
  /// Rows of the pass.
  var queries: Range<Int>
  /// Rows that every query sees.
  var shared: Range<Int>
  /// For each query the row where its own keys begin, which end with the query; nil for none.
  ///
  /// Never falling.
  var starts: [Int]?

  /// All rows see all rows.
  static func all(_ rows: Range<Int>) -> AttentionSpan { AttentionSpan(queries: rows, shared: rows, starts: nil) }

  /// Each row sees itself and those before it.
  static func causal(_ rows: Range<Int>) -> AttentionSpan {
    AttentionSpan(queries: rows, shared: 0..<0, starts: Array(repeating: rows.lowerBound, count: rows.count))
  }

  /// Rows of keys that a block of queries sees beside the shared ones; some of them only in part.
  func own(of block: Range<Int>) -> Range<Int> {
    guard let starts, !block.isEmpty else { return 0..<0 }
    return starts[block.lowerBound - queries.lowerBound]..<block.upperBound
  }
}
