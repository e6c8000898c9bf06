public import M3Core
public import M3Tensor

/// What rounding a model's weights changes, against the same model in `float32`.
///
/// For each scale the model reads the crops' visual tokens at once, then the question and the reference's own greedy
/// answer token by token, as an answer is made; the scores of every step are compared. One model at a time is in memory.
public struct PrecisionComparison {
  /// What is seen and asked.
  public struct Subject: Sendable {
    public var crops: [Picture]
    /// Token ids before and after the visual tokens.
    public var before: [Int32]
    public var after: [Int32]
    /// Tokens that can be answers.
    public var vocabulary: Int

    public init(crops: [Picture], before: [Int32], after: [Int32], vocabulary: Int) {
      self.crops = crops
      self.before = before
      self.after = after
      self.vocabulary = vocabulary
    }
  }

  /// One precision beside the reference.
  public struct Row: Equatable, Encodable, Sendable {
    public var precision: Precision
    public var keyValues: KeyValueType
    /// Of products' weights in memory.
    public var weightBytes: Int
    /// Cosine of each patch's projected features: the mean and the least.
    public var featureCosine: Double
    public var leastFeatureCosine: Double
    /// Cosine of the scores at each position: the mean and the least.
    public var scoreCosine: Double
    public var leastScoreCosine: Double
    /// Positions at which the best token is the reference's, of all.
    public var sameBest: Int
    public var positions: Int
    /// Mean over positions of the divergence of the next token's distribution from the reference's, in nats.
    public var divergence: Double
  }

  /// What a model makes of the subject.
  private struct Outcome {
    let precision: Precision
    let keyValues: KeyValueType
    let weightBytes: Int
    let width: Int
    let features: [Float]
    /// For each scale the scores of every position.
    var scores: [[Logits]] = []
    /// For each scale the answer.
    var answers: [[Int32]] = []
  }

  let checkpoint: Checkpoint
  let subject: Subject
  let scales: [VisualScale]
  let answerTokens: Int
  let keyValues: KeyValueType?

  /// - Parameters:
  ///   - scales: every crop is pooled to each of them in turn.
  ///   - answerTokens: the length of the answers.
  ///   - keyValues: how keys and values are held in place of each precision's own way.
  public init(
    _ checkpoint: Checkpoint, subject: Subject, scales: [VisualScale], answerTokens: Int,
    keyValues: KeyValueType? = nil
  ) {
    self.checkpoint = checkpoint
    self.subject = subject
    self.scales = scales
    self.answerTokens = answerTokens
    self.keyValues = keyValues
  }

  /// Compares precisions with `float32`.
  ///
  /// - Parameter progress: called with passes done and in all; what it throws ends the work.
  /// - Throws: `ModelError`, and what `progress` throws.
  public func rows(
    _ precisions: [Precision], progress: (_ done: Int, _ total: Int) throws -> Void
  ) throws -> [Row] {
    let total = (precisions.count + 1) * (scales.count + 1)
    var done = 0
    func step() throws {
      done += 1
      try progress(done, total)
    }
    let reference = try outcome(.float32, keyValues: nil, answers: nil, step: step)
    return try precisions.map { precision in
      row(try outcome(precision, keyValues: keyValues, answers: reference.answers, step: step), against: reference)
    }
  }

  /// Runs a model; answers that are given are read in place of its own.
  private func outcome(
    _ precision: Precision, keyValues: KeyValueType?, answers: [[Int32]]?, step: () throws -> Void
  ) throws -> Outcome {
    let model = try MatryoshkaModel(
      checkpoint, ModelPrecision(checkpoint, precision, keyValues: keyValues))
    let features = model.encode(subject.crops)
    var outcome = Outcome(
      precision: model.precision.weights, keyValues: model.precision.keyValues, weightBytes: model.weightBytes,
      width: model.width,
      features: features.values)
    try step()
    for (index, scale) in scales.enumerated() {
      let visual = subject.crops.indices.map {
        PromptSegment.visual(features.tokens(of: $0, at: scale, by: .average))
      }
      let prompt = [.tokens(subject.before)] + visual
      let cache = try model.makeCache(
        capacity: prompt.reduce(subject.after.count + answerTokens) { $0 + $1.count })
      var logits = try model.prefill(prompt, into: cache)
      var scores = [logits]
      for token in subject.after {
        try model.decode(token, cache, into: &logits)
        scores.append(logits)
      }
      var answer: [Int32] = []
      while answer.count < answerTokens {
        guard let token = answers?[index][answer.count] ?? logits.best(vocabulary: subject.vocabulary) else {
          throw ModelError.notANumber
        }
        answer.append(token)
        try model.decode(token, cache, into: &logits)
        scores.append(logits)
      }
      outcome.scores.append(scores)
      outcome.answers.append(answer)
      try step()
    }
    return outcome
  }

  private func row(_ found: Outcome, against reference: Outcome) -> Row {
    let width = found.width
    let features = stride(from: 0, to: found.features.count, by: width).map {
      Agreement.cosine(found.features[$0..<$0 + width], reference.features[$0..<$0 + width])
    }
    let pairs = zip(found.scores.joined(), reference.scores.joined()).map { found, reference in
      (found.values.prefix(subject.vocabulary), reference.values.prefix(subject.vocabulary))
    }
    let scores = pairs.map { Agreement.cosine($0, $1) }
    return Row(
      precision: found.precision, keyValues: found.keyValues, weightBytes: found.weightBytes,
      featureCosine: Agreement.mean(features), leastFeatureCosine: features.min() ?? 1,
      scoreCosine: Agreement.mean(scores), leastScoreCosine: scores.min() ?? 1,
      sameBest: pairs.count { Agreement.best($0) == Agreement.best($1) }, positions: pairs.count,
      divergence: Agreement.mean(pairs.map { Agreement.divergence(of: $0, from: $1) }))
  }
}
