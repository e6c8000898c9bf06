import M3Core

/// A judge's numbers in metrics.json, and who the judge is.
public struct JudgeSummary: Codable, Equatable, Sendable {
  /// The numbers of one aspect.
  public struct Part: Codable, Equatable, Sendable {
    public var aspect: JudgeAspect
    /// Yes among all answers, only for `match`.
    ///
    /// An answer that is missing, or whose verdict cannot be read, counts as no.
    public var accuracy: MetricSummary?
    /// The mean of the scores that there are, 0...5.
    public var score: Estimate?
    /// Verdicts that could be read.
    public var judged: Int
    /// Replies that hold no verdict.
    public var unparsed: Int
    /// Verdicts with a yes or no, but without a score that can be read.
    public var withoutScore: Int
    /// Answers that there are none of; wrong without being judged.
    public var unanswered: Int
    /// Answers still to be judged, those included for which no reply came.
    public var remaining: Int
  }

  public var identity: JudgeIdentity
  /// The names by which the models called themselves, with how often.
  public var models: [String: Int]
  public var parts: [Part]

  /// By its own name where there is one, or as it was asked for.
  public var name: String { models.count == 1 ? models.keys.first ?? identity.model : identity.model }

  /// What must stand beside the numbers, or nil.
  public var caveat: String? {
    var parts: [String] = []
    for part in self.parts {
      let name = self.parts.count > 1 ? "\(part.aspect.rawValue): " : ""
      let replies = part.judged + part.unparsed
      if part.remaining > 0 { parts.append("\(name)\(part.remaining) answers are still to be judged") }
      if part.unparsed > 0 {
        parts.append(
          "\(name)\(part.unparsed) of \(replies) replies of the judge could not be read\(part.aspect.hasYesOrNo ? " and count as no" : "")"
        )
      }
      if part.withoutScore > 0 { parts.append("\(name)\(part.withoutScore) of \(replies) replies give no score") }
    }
    if models.count > 1 {
      parts.append("several models replied: \(models.keys.sorted().joined(separator: ", "))")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension JudgeSummary {
  /// Sums up the verdicts of a run; nil when it has no judge.
  ///
  /// - Parameter records: the run's questions by key; nil where they are not at hand, which leaves uncounted what is
  ///   still to be judged and what was not answered.
  /// - Throws: `EvaluateError` for damaged files.
  static func make(
    _ folder: RunFolder, task: String, records: [String: QuestionRecord]?, replicates: Int, seed: UInt64
  ) throws -> JudgeSummary? {
    guard let card = try folder.judgeCard() else { return nil }
    var rows: [JudgePlace: JudgeRow] = [:]
    try folder.forEachVerdict { row in
      var row = row
      row.reply = nil
      rows[row.place] = row
    }
    var models: [String: Int] = [:]
    for row in rows.values { if let model = row.model { models[model, default: 0] += 1 } }
    var tallies = JudgeAspect.all(of: task).map { Tally(aspect: $0) }
    func take(_ sample: RunSample, isAnswered: Bool) {
      for index in tallies.indices {
        let row = rows[JudgePlace(number: sample.number, aspect: tallies[index].aspect)]
        if records != nil || row != nil { tallies[index].take(sample, row, isAnswered: isAnswered) }
      }
    }
    if let records {
      // Which words the judge was given does not matter here.
      var feed = try JudgeFeed(folder, task: task, records: records, prompt: .standard)
      while let entry = try feed.next() { take(entry.sample, isAnswered: !entry.questions.isEmpty) }
    } else {
      try folder.forEachSample { take($0, isAnswered: true) }
    }
    return JudgeSummary(
      identity: card.identity, models: models,
      parts: try tallies.map { try $0.part(replicates: replicates, seed: seed) })
  }

  private struct Tally {
    let aspect: JudgeAspect
    private var yes: [ScoredSample] = []
    private var scores: [ScoredSample] = []
    private var remaining = 0
    private var withoutScore = 0

    init(aspect: JudgeAspect) { self.aspect = aspect }

    mutating func take(_ sample: RunSample, _ row: JudgeRow?, isAnswered: Bool) {
      var scored = sample.scored
      scored.unit = nil
      scored.score = 0
      guard isAnswered else {
        scored.outcome = .failed
        yes.append(scored)
        return
      }
      switch row?.outcome {
      case nil, .silent: remaining += 1
      case .unparsed:
        scored.outcome = .unparsed
        yes.append(scored)
      case .read:
        scored.outcome = .read
        scored.score = row?.isMatch == true ? 1 : 0
        yes.append(scored)
        guard let score = row?.score else { return withoutScore += 1 }
        scored.score = score
        scores.append(scored)
      }
    }

    func part(replicates: Int, seed: UInt64) throws -> Part {
      let accuracy =
        aspect.hasYesOrNo && !yes.isEmpty
        ? try MetricSummary.make(.judge, yes, replicates: replicates, seed: seed) : nil
      let score =
        scores.isEmpty
        ? nil : try MetricSummary.make(.judge, scores, replicates: replicates, seed: seed).headline
      return Part(
        aspect: aspect, accuracy: accuracy, score: score, judged: yes.count { $0.outcome == .read },
        unparsed: yes.count { $0.outcome == .unparsed }, withoutScore: withoutScore,
        unanswered: yes.count { $0.outcome == .failed }, remaining: remaining)
    }
  }
}
