/// Consecutive rows of a pass that continue one sequence.
struct Run {
  let cache: KeyValueCache
  /// Of the pass.
  let rows: Range<Int>

  /// Position of the first row in its sequence.
  var position: Int { cache.count }
}
