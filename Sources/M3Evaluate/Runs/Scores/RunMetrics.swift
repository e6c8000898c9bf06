public import M3Core

/// metrics.json: a run's numbers, and the account of what stands behind them.
public struct RunMetrics: Codable, Equatable, Sendable {
  /// Version of this layout on disk.
  public static let currentSchema = 1

  public var schema = currentSchema
  public var task: String
  public var model: String
  /// Nil when no question has an answer to compare with.
  public var summary: MetricSummary?
  /// Answers that the run consists of.
  public var answers: Int
  /// Answers that are not there yet.
  public var remaining: Int
  /// Questions without an answer, missing clips included.
  public var failed: Int
  /// Questions whose clip is missing.
  public var clipMissing: Int
  public var missingClips: Int
  public var unparsed: Int
  /// Means over the questions that were answered.
  public var visualTokens: Double
  public var promptTokens: Double
  /// Of all questions together.
  public var seconds: StageSeconds
  /// Answers that were read again from their texts; nil where the questions are not at hand.
  public var readAgain: Int?
  /// Those among them that are read differently than when they were given.
  public var readDifferently: Int?
  /// Nil where nobody judges.
  public var judge: JudgeSummary?

  /// What must stand beside the headline, or nil.
  public var caveat: String? {
    var parts: [String] = []
    if remaining > 0 { parts.append("\(remaining) of \(answers) answers are still to come") }
    if clipMissing > 0 {
      parts.append(
        "\(missingClips) missing \(missingClips == 1 ? "clip leaves" : "clips leave") \(clipMissing) without an answer")
    }
    if let caveat = summary?.caveat { parts.append(caveat) }
    if let changed = readDifferently, changed > 0 {
      parts.append("\(changed) \(changed == 1 ? "answer is" : "answers are") read differently than when given")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension RunFolder {
  /// Computes the numbers of an evaluation from its samples, and its judge's from the replies, and writes them to
  /// metrics.json.
  ///
  /// - Parameters:
  ///   - reading: reads the answers again; without it the scores count that were written down with them.
  ///   - records: the run's questions by key, for the account of what a judge has still to do.
  /// - Throws: `EvaluateError`: no run, a damaged sample, a file that cannot be written.
  @discardableResult
  public func score(
    replicates: Int = ClusterBootstrap.standardReplicates, reading: RunReading? = nil,
    records: [String: QuestionRecord]? = nil
  ) throws -> RunMetrics {
    let card = try readCard()
    var scored: [ScoredSample] = []
    var metrics = RunMetrics(
      task: card.settings.task, model: card.modelName, summary: nil, answers: card.answers, remaining: card.answers,
      failed: 0, clipMissing: 0, missingClips: card.missingClips.count + card.ambiguousClips.count, unparsed: 0,
      visualTokens: 0, promptTokens: 0, seconds: StageSeconds())
    var answered = 0.0
    if reading != nil { (metrics.readAgain, metrics.readDifferently) = (0, 0) }
    try forEachSample { given in
      var sample = given
      if let read = reading?.read(given) {
        sample = read
        metrics.readAgain? += 1
        if read != given { metrics.readDifferently? += 1 }
      }
      scored.append(sample.scored)
      metrics.remaining -= 1
      if sample.outcome == .failed { metrics.failed += 1 }
      if sample.outcome == .unparsed { metrics.unparsed += 1 }
      if sample.isClipMissing == true { metrics.clipMissing += 1 }
      if let seconds = sample.seconds { metrics.seconds += seconds }
      if let visual = sample.visualTokens, let prompt = sample.promptTokens {
        answered += 1
        metrics.visualTokens += Double(visual)
        metrics.promptTokens += Double(prompt)
      }
    }
    if answered > 0 {
      metrics.visualTokens /= answered
      metrics.promptTokens /= answered
    }
    if scored.contains(where: { $0.outcome != .unscored }) {
      metrics.summary = try MetricSummary.make(
        card.settings.metric, scored, replicates: replicates, seed: card.settings.seed)
    }
    metrics.judge = try JudgeSummary.make(
      self, task: card.settings.task, records: records, replicates: replicates, seed: card.settings.seed)
    try write(metrics, to: self.metrics)
    return metrics
  }
}
