import M3Core

/// Sequences of several samples and variants in the rows of one pass: all prefixes first, then all questions.
///
/// Every segment of a sample stands behind one prefix: its rows see the prefix and, causally, themselves; positions go
/// on after the prefix for each. That gives what asking each alone would give.
struct PackedBatch {
  /// A token whose loss counts, and the row that predicts it.
  struct Target {
    var row: Int
    var token: Int
    /// With the share of the variant and of the batch.
    var weight: Float
    /// Index of the sequence.
    var sequence: Int
    /// Index within the sample.
    var segment: Int
  }

  /// One variant of one sample.
  struct Sequence {
    var sample: Int
    var variant: Int
    /// Rows of the visual tokens.
    var visual: Range<Int>
  }

  private(set) var sequences: [Sequence] = []
  private(set) var targets: [Target] = []
  /// Of each row; visual rows have 0.
  private(set) var tokens: [Int32] = []
  private(set) var positions: [Int] = []
  /// Rows of text, in runs.
  private(set) var textRuns: [Range<Int>] = []
  /// Rows behind the prefixes.
  private(set) var questionRows = 0..<0
  private var prefixSpans: [AttentionSpan] = []
  private var questionSpans: [AttentionSpan] = []

  /// - Parameters:
  ///   - samples: all of the pass.
  ///   - factor: of every weight: one over the sum of the weights of the whole batch.
  init(_ samples: [TrainingSample], factor: Double) {
    for (index, sample) in samples.enumerated() {
      for variant in sample.variants.indices { addPrefix(sample, index, variant) }
    }
    let first = tokens.count
    for (index, sequence) in sequences.enumerated() {
      addQuestions(samples[sequence.sample], index, factor: factor)
    }
    questionRows = first..<tokens.count
  }

  var rows: Int { tokens.count }

  /// What each row sees, by sequence; only rows behind the prefixes when `first` is their first.
  func spans(from first: Int) -> [[AttentionSpan]] {
    sequences.indices.map { first == 0 ? [prefixSpans[$0], questionSpans[$0]] : [questionSpans[$0]] }
  }

  private mutating func addPrefix(_ sample: TrainingSample, _ index: Int, _ variant: Int) {
    let start = tokens.count
    addText(sample.before[...], from: 0)
    let visual = tokens.count..<tokens.count + sample.variants[variant].tokens
    tokens += Array(repeating: 0, count: visual.count)
    positions += (visual.lowerBound - start)..<(visual.upperBound - start)
    sequences.append(Sequence(sample: index, variant: variant, visual: visual))
    prefixSpans.append(.causal(start..<tokens.count))
  }

  private mutating func addQuestions(_ sample: TrainingSample, _ sequence: Int, factor: Double) {
    let prefix = prefixSpans[sequence].queries
    let first = tokens.count
    let share = factor / Double(sample.variants.count)
    var starts: [Int] = []
    for (number, segment) in sample.segments.enumerated() {
      let start = tokens.count
      // The last token predicts nothing.
      addText(segment.tokens.dropLast(), from: prefix.count)
      starts += Array(repeating: start, count: tokens.count - start)
      for (place, weight) in segment.weights.enumerated() where weight != 0 {
        targets.append(
          Target(
            row: start + place - 1, token: Int(segment.tokens[place]), weight: Float(Double(weight) * share),
            sequence: sequence, segment: number))
      }
    }
    questionSpans.append(AttentionSpan(queries: first..<tokens.count, shared: prefix, starts: starts))
  }

  private mutating func addText(_ ids: ArraySlice<Int32>, from position: Int) {
    guard !ids.isEmpty else { return }
    textRuns.append(tokens.count..<tokens.count + ids.count)
    tokens += ids
    positions += position..<position + ids.count
  }
}
