import M3Tensor

/// Walks through the segments of a prompt and hands out embeddings in chunks.
struct PromptCursor {
  private let segments: [PromptSegment]
  private var segment = 0
  /// Tokens of the current segment that were handed out.
  private var done = 0

  init(_ segments: [PromptSegment]) { self.segments = segments }

  /// Copies the embeddings of the next tokens.
  ///
  /// - Parameters:
  ///   - rows: [token, hidden], one row for each.
  ///   - embedding: [vocabulary, hidden].
  /// - Precondition: so many tokens are left, and every id has an embedding.
  mutating func copy(_ count: Int, to rows: MatrixView, embedding: Weight) {
    var row = 0
    while row < count {
      precondition(segment < segments.count, "the prompt has no more tokens")
      let taken = min(count - row, segments[segment].count - done)
      let target = rows[row..<row + taken]
      switch segments[segment] {
      case .tokens(let ids):
        for i in 0..<taken { embedding.copyRow(Int(ids[done + i]), to: target[i..<i + 1]) }
      case .visual(let tokens):
        target.copy(tokens.values, from: done * tokens.width)
      }
      row += taken
      done += taken
      if done == segments[segment].count {
        segment += 1
        done = 0
      }
    }
  }
}
