import M3Core
import M3Evaluate
import M3Report

extension Measure {
  init(_ estimate: Estimate) {
    self.init(estimate.value, low: estimate.low, high: estimate.high, count: estimate.count)
  }
}

extension EvaluationResult {
  init(_ summary: MetricSummary, judge: JudgeSummary?) {
    let isShare = summary.headline.value <= 1 && summary.metric != .mme
    self.init(
      headlineName: summary.headlineName, headline: Measure(summary.headline), unit: isShare ? .share : .plain,
      parts: summary.parts.map { Part(name: $0.name, measure: Measure($0.estimate)) },
      further: judge.map(Self.figures) ?? [], unparsed: summary.unparsed, failed: summary.failed)
  }

  /// A judge's accuracy and mean score, with the judge's name and words.
  private static func figures(_ judge: JudgeSummary) -> [Further] {
    let who = "\(judge.name) at \(judge.identity.host), prompt \(judge.identity.prompt)"
    return judge.parts.flatMap { part in
      let aspect = judge.parts.count > 1 ? ", \(part.aspect.rawValue)" : ""
      let accuracy = part.accuracy.map {
        Further(name: "accuracy by the judge\(aspect)", measure: Measure($0.headline), unit: .share, remark: who)
      }
      let score = part.score.map {
        Further(
          name: "judge's score of 0 to 5\(aspect)", measure: Measure($0), unit: .plain,
          remark: accuracy == nil ? who : nil)
      }
      return [accuracy, score].compactMap { $0 }
    }
  }
}

extension SweepResult {
  /// Nil when no question was answered under every plan.
  init?(_ report: SweepReport) {
    guard let all = report.all else { return nil }
    func place(_ plan: SweepPlan) -> Int { report.plans.firstIndex(of: plan) ?? 0 }
    func part(_ part: SweepReport.Part) -> Part {
      let oracle = part.oracle
      let chance = oracle.chance
      return Part(
        type: part.type, questions: part.questions,
        points: zip(part.points, part.complexity.histogram).map { point, needed in
          Point(accuracy: Measure(point.accuracy), tokens: point.tokens, isOnFront: point.isOnFront, needed: needed)
        },
        oracle: Oracle(
          accuracy: Measure(oracle.accuracy), tokens: Measure(oracle.tokens), bestPlan: place(oracle.bestPlan),
          bestAccuracy: Measure(oracle.bestAccuracy), gain: Measure(oracle.gain),
          chance: Measure(chance.value, low: chance.low, high: chance.high, count: part.questions)),
        unsolved: part.complexity.unsolved, sufficientPlan: place(part.complexity.datasetPlan),
        sufficientTokens: part.complexity.datasetTokens, margin: part.complexity.margin)
    }
    self.init(
      plans: report.plans.map { Plan(name: $0.name, frames: $0.frames, scale: $0.scale.tokens, budget: $0.budget) },
      all: part(all), types: report.types.map(part))
  }
}

extension PairedResult {
  init(_ comparison: RunComparison, first: Int, second: Int) {
    self.init(
      first: first, second: second,
      lines: comparison.lines.map { line in
        Line(
          plan: line.plan, difference: Measure(line.comparison.difference), firstBetter: line.comparison.firstBetter,
          secondBetter: line.comparison.secondBetter)
      }, notes: comparison.notes)
  }
}
