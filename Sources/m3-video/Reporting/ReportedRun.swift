import Foundation
import M3Core
import M3Engine
import M3Evaluate
import M3Planner
import M3Report
import M3Text

/// A run's folder, read for a report.
struct ReportedRun {
  let folder: RunFolder
  let card: RunCard
  let result: RunResult

  /// The numbers are those that `score` wrote, or computed as it does.
  init(_ folder: RunFolder, name: String) throws {
    let card = try folder.readCard()
    self.folder = folder
    self.card = card
    let text = (try? String(contentsOfFile: folder.path + "/run.json", encoding: .utf8)) ?? ""
    var result = RunResult(
      name: name, task: card.settings.task, model: Self.lastName(card.modelName), setting: Self.setting(card.settings),
      numbers: .nothing, caveats: [], questions: card.questions, clips: card.clips,
      missingClips: card.missingClips + card.ambiguousClips, visualTokens: nil, promptTokens: nil, stages: [],
      facts: card.facts, card: text)
    if card.settings.isSweep {
      let report = try folder.currentAnalysis()
      if let sweep = SweepResult(report) { result.numbers = .sweep(sweep) }
      result.caveats = [report.caveat].compactMap { $0 }
      result.stages = Self.stages(report.seconds)
    } else {
      let metrics = try folder.currentMetrics()
      if let summary = metrics.summary { result.numbers = .evaluation(EvaluationResult(summary, judge: metrics.judge)) }
      result.caveats = [metrics.caveat, metrics.judge?.caveat.map { "judge: \($0)" }].compactMap { $0 }
      result.stages = Self.stages(metrics.seconds)
      if metrics.visualTokens > 0 {
        result.visualTokens = metrics.visualTokens
        result.promptTokens = metrics.promptTokens
      }
    }
    self.result = result
  }

  private static func stages(_ seconds: StageSeconds) -> [StageTime] {
    Stage.allCases.filter { seconds[$0] > 0 }.map { StageTime(stage: $0.rawValue, seconds: seconds[$0]) }
  }

  private static func lastName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// What tells the run from others like it, in few words.
  private static func setting(_ settings: RunSettings) -> String {
    var words = ["\(settings.reduction.rawValue) pooling"]
    if settings.isSweep {
      words.insert("\(settings.plans.count) plans", at: 0)
      words.append("at most \(settings.plans.map(\.budget).max() ?? 0) visual tokens")
    } else if let plan = settings.plans.first {
      words.append("budget \(plan.budget)")
      if let frames = plan.frames { words.append("\(frames) \(frames == 1 ? "frame" : "frames")") }
      if let scale = plan.scale { words.append("\(scale.tokens) tokens a frame") }
      if plan.layout != .stream { words.append(plan.layout.rawValue) }
    }
    if settings.scoring != .letter { words.append("options by \(settings.scoring.rawValue)") }
    if let shard = settings.shard { words.append("shard \(shard.number)/\(shard.count)") }
    return words.joined(separator: ", ")
  }
}

extension RunCard {
  /// What the page says at its end.
  fileprivate var facts: [Fact] {
    func lines(_ texts: [String]) -> String { texts.joined(separator: "; ") }
    let plans = settings.plans.prefix(60).map { plan in
      plan.name
        ?? "budget \(plan.budget), frames \(plan.frames.map(String.init) ?? "chosen"), scale \(plan.scale.map { "\($0.tokens)" } ?? "chosen"), \(plan.layout.rawValue), \(plan.sampling.rawValue)"
    }
    var facts = [
      Fact("task", settings.task), Fact("questions", "\(questions) on \(clips) clips, \(answers) answers"),
      Fact("annotations", "\(lines(annotationFiles)) (\(settings.form), SHA-256 \(settings.annotations.prefix(16)))"),
      Fact("clips", videos), Fact("model", modelName), Fact("fingerprint", settings.model),
      Fact("prompt", "\(settings.prompt.rawValue) in \(settings.template)"),
      Fact("options", "by \(settings.scoring.rawValue), read by the rules \(settings.parser)"),
      Fact("metric", settings.metric.rawValue), Fact("plans", lines(Array(plans))),
      Fact("reduction", settings.reduction.rawValue), Fact("fit", settings.fit?.rawValue ?? "the checkpoint's own"),
      Fact("longest answer", "\(settings.maxTokens) tokens"), Fact("seed", "\(settings.seed)"),
    ]
    if let limit = settings.limit { facts.append(Fact("limit", "\(limit) questions")) }
    if let shard = settings.shard { facts.append(Fact("shard", "\(shard.number)/\(shard.count)")) }
    facts.append(Fact("program", "m3-video \(version)"))
    facts += host.sorted { $0.key < $1.key }.map { Fact($0.key, $0.value) }
    if !notes.isEmpty { facts.append(Fact("notes", lines(Array(notes.prefix(40))))) }
    return facts
  }
}
