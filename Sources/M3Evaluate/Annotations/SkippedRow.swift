/// A row that is well formed but holds no question that could be asked; counted, never lost.
struct SkippedRow: Error, Equatable {
  let reason: String
}
