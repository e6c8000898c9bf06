/// A run's numbers in a row of large figures, and the sentences that must stand beside them.
struct Headline {
  let run: RunResult

  var markup: Markup {
    .joined([
      .element("div", ["class": "numbers"], figures), Section.warning(run.caveats), missing,
    ])
  }

  private var figures: [Markup] {
    switch run.numbers {
    case .evaluation(let result): evaluation(result)
    case .sweep(let result): sweep(result)
    case .nothing:
      [Section.figure("\u{2013}", name: "nothing to score", aside: "no answer to compare with", isMain: true)]
    }
  }

  private func evaluation(_ result: EvaluationResult) -> [Markup] {
    let unit = result.unit
    var figures = [
      Section.figure(
        unit.text(result.headline.value), unit: unit.suffix, name: result.headlineName.clipped(to: 60),
        aside: interval(result.headline, unit) + missingAside, isMain: true)
    ]
    figures += result.further.map { further in
      let interval = further.unit.interval(further.measure).map { "[\($0)]" }
      return Section.figure(
        further.unit.text(further.measure.value), unit: further.unit.suffix, name: further.name.clipped(to: 100),
        aside: [interval, further.remark].compactMap { $0 }.joined(separator: "; "))
    }
    if let tokens = run.visualTokens {
      figures.append(
        Section.figure(
          NumberText.short(tokens), name: "visual tokens a question",
          aside: run.promptTokens.map { "of \(NumberText.short($0)) in the prompt" }))
    }
    figures.append(
      Section.figure(
        NumberText.count(result.unparsed), name: "answers not readable",
        aside: result.unparsed > 0 ? "they count as wrong" : nil))
    figures.append(
      Section.figure(
        NumberText.count(result.failed), name: "questions without an answer",
        aside: result.failed > 0 ? "they count as wrong" : nil))
    return figures
  }

  private func sweep(_ result: SweepResult) -> [Markup] {
    let part = result.all
    let oracle = part.oracle
    return [
      Section.figure(
        NumberText.percent(oracle.bestAccuracy.value), unit: MeasureUnit.share.suffix,
        name: "best single plan, \(result.name(oracle.bestPlan))",
        aside: interval(oracle.bestAccuracy, .share) + missingAside, isMain: true),
      Section.figure(
        NumberText.percent(oracle.accuracy.value), unit: MeasureUnit.share.suffix, name: "oracle",
        aside: "with \(NumberText.short(oracle.tokens.value)) tokens on average"),
      Section.figure(
        NumberText.points(oracle.gain.value), name: "points to gain by choosing plans",
        aside: "\(interval(oracle.gain, .points)); by chance alone \(NumberText.points(oracle.chance.value))"),
      Section.figure(
        result.name(part.sufficientPlan),
        name: "smallest plan within \(NumberText.percent(part.margin)) points of the best",
        aside: "\(NumberText.short(part.sufficientTokens)) tokens"),
    ]
  }

  private func interval(_ measure: Measure, _ unit: MeasureUnit) -> String {
    guard let low = measure.low, let high = measure.high else { return "no interval: fewer than two clips" }
    return "95 % interval \(unit.text(low)) to \(unit.text(high))"
  }

  /// The number is never read without the clips that it lacks.
  private var missingAside: String {
    let count = run.missingClips.count
    return count == 0 ? "" : "; \(NumberText.count(count)) of \(NumberText.count(run.clips)) clips missing"
  }

  private var missing: Markup {
    guard !run.missingClips.isEmpty else { return .nothing }
    let shown = run.missingClips.prefix(200)
    let more = run.missingClips.count - shown.count
    let text = shown.map { $0.clipped(to: 120) }.joined(separator: ", ")
    return Section.folded(
      "The missing clips by name",
      .element(
        "p", ["class": "foreign"], text + (more > 0 ? " and \(NumberText.count(more)) more, all in run.json" : "")))
  }
}

extension SweepResult {
  /// The name of a plan by its place.
  func name(_ plan: Int) -> String { plans.indices.contains(plan) ? plans[plan].name : "\u{2013}" }
}
