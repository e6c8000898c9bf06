import M3Core

@testable import M3Report

/// Results made up by a fixed rule, the same every time.
enum ReportFixture {
  static let scales = [1, 9, 36, 144, 576]
  static let frames: [Int?] = [1, 4, 16, 64, nil]

  static var plans: [SweepResult.Plan] {
    frames.flatMap { count in
      scales.compactMap { scale -> SweepResult.Plan? in
        guard let count else { return .init(name: "maxx\(scale) in 2880", frames: nil, scale: scale, budget: 2880) }
        return count * scale <= 2880 ? .init(name: "\(count)x\(scale)", frames: count, scale: scale, budget: nil) : nil
      }
    }
  }

  static func measure(_ value: Double, _ half: Double = 0.04, count: Int = 240) -> Measure {
    Measure(value, low: max(-1, value - half), high: min(1, value + half * 0.9), count: count)
  }

  /// - Parameters:
  ///   - fine: how much details help.
  ///   - many: how much frames help.
  static func part(_ type: String?, fine: Double, many: Double, base: Double = 0.3) -> SweepResult.Part {
    let plans = plans
    func tokens(_ plan: SweepResult.Plan) -> Double {
      Double(plan.frames.map { $0 * plan.scale } ?? 2880 / plan.scale * plan.scale)
    }
    let values = plans.map { plan in
      let frames = Double(plan.frames ?? 2880 / plan.scale)
      func level(_ value: Double) -> Double { value / (value + 12) }
      return min(0.97, base + fine * level(Double(plan.scale)) + many * level(frames))
    }
    let costs = plans.map(tokens)
    let best = values.indices.max { values[$0] < values[$1] } ?? 0
    let needed = plans.indices.map { 40 - min(38, $0 * 2) }
    return SweepResult.Part(
      type: type, questions: 240,
      points: plans.indices.map { place in
        .init(
          accuracy: measure(values[place]), tokens: costs[place],
          isOnFront: !plans.indices.contains {
            costs[$0] <= costs[place] && values[$0] >= values[place]
              && (costs[$0] < costs[place] || values[$0] > values[place])
          }, needed: needed[place])
      },
      oracle: .init(
        accuracy: measure(values[best] + 0.08), tokens: Measure(88.4, low: 70, high: 110, count: 240), bestPlan: best,
        bestAccuracy: measure(values[best]), gain: measure(0.08, 0.02), chance: measure(0.05, 0.012)),
      unsolved: 21, sufficientPlan: best > 3 ? best - 3 : best, sufficientTokens: costs[best > 3 ? best - 3 : best],
      margin: 0.01)
  }

  static func run(_ name: String, _ numbers: RunResult.Numbers, missing: [String] = []) -> RunResult {
    RunResult(
      name: name, task: "world:test", model: "samples/models/m3-tiny", setting: "average pooling, budget 2880",
      numbers: numbers, caveats: missing.isEmpty ? [] : ["2 missing clips leave 20 questions without an answer"],
      questions: 240, clips: 24, missingClips: missing, visualTokens: 36, promptTokens: 92,
      stages: zip(Stage.allCases, [0.4, 1.2, 8.5, 2.1, 30, 0.5, 22, 11]).map { .init(stage: $0.rawValue, seconds: $1) },
      facts: [Fact("task", "world:test"), Fact("model", "samples/models/m3-tiny"), Fact("seed", "0")],
      card: "{\n  \"schema\" : 1\n}\n")
  }

  static var sweep: RunResult {
    run(
      "runs/sweep",
      .sweep(
        SweepResult(
          plans: plans, all: part(nil, fine: 0.25, many: 0.2),
          types: [
            part("count flashes", fine: 0.02, many: 0.5), part("read the board", fine: 0.55, many: 0.02),
            part("which colour", fine: 0.2, many: 0.1, base: 0.45), part("which place", fine: 0.3, many: 0.15),
          ])))
  }

  static func evaluation(_ name: String = "runs/world-720", value: Double = 0.42, missing: [String] = []) -> RunResult {
    run(
      name,
      .evaluation(
        EvaluationResult(
          headlineName: "accuracy", headline: measure(value), unit: .share,
          parts: ["count", "colour", "glyph", "order", "place", "shape"].enumerated().map { place, name in
            .init(name: name, measure: measure(value - 0.15 + 0.06 * Double(place), 0.08, count: 40))
          }, unparsed: 3, failed: missing.isEmpty ? 0 : 20)), missing: missing)
  }

  /// One in three is wrong; a question holds what would break a careless page.
  static func samples(_ count: Int = 40, columns: [String] = ["runs/world-720"], pictures: [String] = []) -> SampleSet {
    let types = ["count", "colour", "place"]
    let questions = (0..<count).map { number in
      SampleQuestion(
        key: "v\(number / 4)_\(number)", clip: "v\(number / 4)", type: types[number % 3],
        question: number == 1 ? hostile : "Which colour is the circle in scene \(number)?",
        choices: ["red", "blue", "green"], rightChoice: number % 3, answers: [["red", "blue", "green"][number % 3]],
        replies: columns.indices.map { column in
          let isRight = (number + column) % 3 != 0
          return SampleReply(
            outcome: isRight ? .right : .wrong, score: isRight ? 1 : 0, prediction: isRight ? "A" : "B, I think",
            choice: isRight ? number % 3 : (number + 1) % 3, visualTokens: 36 * (column + 1), seconds: 0.12,
            frameSet: pictures.isEmpty ? nil : number % 2)
        })
    }
    let sets =
      pictures.isEmpty
      ? []
      : [
        FrameSet(seen: 64, frames: pictures.indices.map { .init(time: Double($0) * 1.5, picture: $0) }),
        FrameSet(seen: 4, note: "there is no file for this clip"),
      ]
    return SampleSet(
      columns: columns, questions: questions, total: count * 3, frameSets: sets, pictures: pictures,
      notes: ["40 of 120 questions, spread evenly over the run (--samples 40)."])
  }

  static let hostile = """
    </script><script>document.title = "owned"</script><img src=x onerror="document.title='owned'"> & "quotes" ]]> <!--
    """

  static var training: TrainingResult {
    func curve(_ name: String, _ start: Double, _ count: Int = 600) -> TrainingResult.Curve {
      .init(name: name, points: (1...count).map { .init(step: $0, value: start / (1 + Double($0) / 120) + 0.3) })
    }
    func rising(_ name: String, _ end: Double) -> TrainingResult.Curve {
      .init(name: name, points: (1...6).map { .init(step: $0 * 100, value: end * Double($0) / 6) })
    }
    return TrainingResult(
      name: "m3-tiny",
      stages: [
        .init(
          name: "clips", steps: 600, tokens: 1_234_567, seconds: 812.5,
          losses: [curve("objective", 5), curve("96x1", 5.4), curve("24x9", 5.1), curve("6x36", 4.7)],
          heldOutLosses: [rising("96x1", 2)],
          accuracies: ["count", "glyph", "place"].map { kind in
            .init(name: kind, curves: [rising("96x1", 0.9), rising("24x9", 0.7), rising("6x36", 0.5)])
          })
      ], notes: [])
  }
}
