import Foundation
import M3Core
import M3Engine
import M3Planner
import Testing

@testable import M3Evaluate

/// A run over some questions, for tests to vary.
struct RunDraft {
  var records: [QuestionRecord]
  var videos: String
  var plans = [RunPlan(PlanRequest(frames: 2, scale: .tokens9))]
  var model = "model"
  var precision = "float32"
  var modelName = "folder"
  var annotationFiles: [String] = []
  var scoring = OptionScoring.letter
  var limit: Int?
  var shard: RunSettings.Shard?
  var maxTokens = 4
  var task = "generic:all"

  func run(in folder: String) throws -> EvaluationRun {
    let order = RunOrder(records, limit: limit, shard: shard, plans: plans.count)
    let media = RunMedia.files(try MediaSource(videos, kind: .video))
    let wording = QuestionWording(prompt: .shortAnswer, style: .standard, scoring: scoring)
    let (missing, ambiguous) = media.missing(order)
    let settings = RunSettings(
      task: task, annotations: try records.annotationsHash(), form: "jsonl", prompt: wording.prompt,
      template: wording.style, scoring: scoring, parser: wording.parser, metric: .choice, model: model,
      precision: precision, plans: plans, reduction: .average, fit: nil, maxTokens: maxTokens, seed: 0, limit: limit,
      shard: shard)
    let card = RunCard(
      settings: settings, version: "0", modelName: modelName, videos: videos, annotationFiles: annotationFiles,
      host: [:],
      questions: order.records.count, clips: order.clips.count, missingClips: missing, ambiguousClips: ambiguous,
      notes: [])
    return try EvaluationRun(
      folder: RunFolder(folder), card: card, order: order, media: media, wording: wording)
  }

  /// Empty clips named v0 and so on with some questions each, interleaved; the last clip has no file.
  static func standIn(clips: Int, questions: Int, in folder: TemporaryFolder) throws -> RunDraft {
    for clip in 0..<clips - 1 { try folder.write(Data(), to: "videos/v\(clip).mp4") }
    var records: [QuestionRecord] = []
    for question in 0..<questions {
      for clip in 0..<clips {
        var record = QuestionRecord(
          key: "v\(clip)_\(question)", dataset: "generic", split: "all", media: "v\(clip)",
          question: "Which is it, \(clip) \(question)?", type: question % 2 == 0 ? "even" : "odd")
        if question % 2 == 0 {
          record.choices = ["one", "two"]
          record.answerIndex = clip % 2
          record.answers = [record.choices[clip % 2]]
        } else {
          record.answers = ["a 1"]
        }
        records.append(record)
      }
    }
    return RunDraft(records: records, videos: folder.file("videos"))
  }
}

/// A run's samples without their times: what must be the same however often it was interrupted.
func timeless(_ folder: String) throws -> [String] {
  let text = try String(contentsOfFile: folder + "/samples.jsonl", encoding: .utf8)
  #expect(text.isEmpty || text.hasSuffix("\n"))
  return text.split(separator: "\n").map { String($0.replacing(/"seconds":\{[^}]*\},?/, with: "")) }
}
