import Foundation
import M3Core
import M3Engine
import M3Planner
import Testing

@testable import M3Evaluate

/// What reports and exports need of a finished run: its questions found again, pairs of runs, other forms.
@Suite struct RunResultTests {
  private let folder: TemporaryFolder
  private var draft: RunDraft
  private var out: RunFolder { RunFolder(folder.file("run")) }
  private var file: String { folder.file("data/questions.jsonl") }

  /// Three clips with four questions each, half of them with choices; the last clip has no file.
  init() throws {
    folder = try TemporaryFolder()
    var lines = ""
    for number in 0..<12 {
      let choices = number % 2 == 0 ? ",\"choices\":[\"one\",\"two, or \\\"more\\\"\"]" : ""
      let answer = number % 2 == 0 ? (number % 4 == 0 ? "one" : "two, or \\\"more\\\"") : "a 1"
      lines +=
        "{\"id\":\"q\(number)\",\"video\":\"v\(number / 4)\",\"question\":\"Which, \(number)?\",\"answer\":\"\(answer)\",\"type\":\"t\(number % 3)\"\(choices)}\n"
    }
    try folder.write(Data(lines.utf8), to: "data/questions.jsonl")
    for clip in 0..<2 { try folder.write(Data(), to: "data/v\(clip).mp4") }
    let records = try Dataset.generic.read(split: "all", at: folder.file("data")).records
    draft = RunDraft(
      records: records, videos: folder.file("data"), annotationFiles: [folder.file("data/questions.jsonl")])
  }

  private func source(annotations: String? = nil, videos: String? = nil) throws -> RunSource {
    try RunSource(out, card: out.readCard(), annotations: annotations, videos: videos)
  }

  @Test func questionsAndClipsAreFoundAgain() async throws {
    try await draft.run(in: out.path).run(StandIn())
    let found = try source()
    #expect(found.problems.isEmpty && found.records.count == 12)
    #expect(found.records["q3"]?.question == "Which, 3?" && found.places["q3"] == 3)
    #expect(found.place(of: "v1") == .found(folder.file("data/v1.mp4")))
    #expect(found.place(of: "v2") == .missing)
  }

  /// Annotations that are not the run's are as good as none; named by hand they are an error.
  @Test func otherQuestionsDoNotCount() async throws {
    try await draft.run(in: out.path).run(StandIn())
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try folder.write(Data(text.replacing("Which, 3?", with: "Why, 3?").utf8), to: "data/questions.jsonl")
    let found = try source()
    #expect(found.records.isEmpty && found.problems.count == 1)
    #expect(throws: EvaluateError.self) { try source(annotations: file) }
    // Moved elsewhere they are found when they are named.
    try folder.write(Data(text.utf8), to: "moved/questions.jsonl")
    try folder.write(Data(), to: "moved/v2.mp4")
    let moved = try source(annotations: folder.file("moved"), videos: folder.file("moved"))
    #expect(moved.records.count == 12 && moved.place(of: "v2") == .found(folder.file("moved/v2.mp4")))
    #expect(throws: EvaluateError.self) { try source(videos: folder.file("nowhere")) }
  }

  /// What `score` wrote counts while it is of these samples; then it is computed anew.
  @Test func numbersAreReadAsLongAsTheyAreCurrent() async throws {
    await #expect(throws: CancellationError.self) { try await draft.run(in: out.path).run(StandIn(dies: 3)) }
    var early = try out.currentMetrics()
    #expect(early.remaining == 9 && early.summary?.asked == 3)
    early.model = "marked"
    try out.write(early, to: out.metrics)
    #expect(try out.currentMetrics() == early)
    try await draft.run(in: out.path).run(StandIn())
    #expect(try out.currentMetrics().remaining == 0)
    try folder.write(Data("damaged".utf8), to: "run/metrics.json")
    #expect(try out.currentMetrics().summary?.asked == 12)
  }

  @Test func evaluationsArePaired() async throws {
    try await draft.run(in: out.path).run(StandIn())
    let other = RunFolder(folder.file("other"))
    try await draft.run(in: other.path).run(StandIn(broken: "v1"))
    let comparison = try RunComparison(RunScores(out), RunScores(other), replicates: 50)
    let line = try #require(comparison.lines.first)
    #expect(comparison.lines.count == 1 && line.plan == nil && comparison.notes.isEmpty)
    #expect(line.comparison.difference.count == 12 && line.comparison.secondBetter == 0)
    // Of v1's two questions with choices one is right, and only in the first run.
    #expect(line.comparison.firstBetter == 1 && line.comparison.difference.value == -1.0 / 12)
    let same = try RunComparison(RunScores(out), RunScores(out), replicates: 50)
    #expect(same.lines.first?.comparison.difference.value == 0)
  }

  @Test func sweepsArePairedPlanByPlan() async throws {
    func sweep(_ scales: [VisualScale], in name: String) async throws -> RunScores {
      var draft = draft
      let space = SweepSpace(scales: scales, frames: [1, nil], budgets: [36])
      draft.plans = space.plans.map { RunPlan($0, budget: space.largestBudget, sampling: .midpoint) }
      try await draft.run(in: folder.file(name)).run(StandIn())
      return try RunScores(RunFolder(folder.file(name)))
    }
    let first = try await sweep([.tokens9, .tokens36], in: "s1")
    let second = try await sweep([.tokens1, .tokens9], in: "s2")
    let comparison = try RunComparison(first, second, replicates: 20)
    #expect(comparison.lines.map(\.plan) == ["1x9", "maxx9 in 36"])
    // The clip without a file is left out, as in the sweeps themselves.
    #expect(comparison.lines.allSatisfy { $0.comparison.difference.count == 8 })
    let none = try RunComparison(first, try await sweep([.tokens4], in: "s3"))
    #expect(none.lines.isEmpty && none.notes == ["the sweeps have no plan in common"])
    try await draft.run(in: out.path).run(StandIn())
    let mixed = try RunComparison(first, RunScores(out))
    #expect(mixed.lines.isEmpty && mixed.notes == ["an evaluation and a sweep are not compared"])
  }

  private func export(_ format: SampleFormat, plan: String? = nil) throws -> [String] {
    var pieces: [String] = []
    try SampleExport(out, card: out.readCard(), source: source(), format: format, plan: plan).write {
      pieces.append($0)
    }
    return pieces
  }

  @Test func csvHasARowAnAnswer() async throws {
    try await draft.run(in: out.path).run(StandIn())
    let lines = try export(.csv)
    #expect(lines.count == 13 && lines.allSatisfy { $0.hasSuffix("\r\n") })
    #expect(
      lines[0].hasPrefix("number,key,plan,clip,group,type,question,choices,right_choice,answers,prediction,choice,"))
    #expect(
      lines[1].hasPrefix(
        "0,q0,,v0,v0,t0,\"Which, 0?\",\"[\"\"one\"\",\"\"two, or \\\"\"more\\\"\"\"\"]\",A,\"[\"\"one\"\"]\",A,A,1.0,read,stream,1,9,9,40,"
      ))
    #expect(lines[12].contains("no file for the clip v2"))
  }

  @Test func jsonLinesHoldTheSamplesAndTheWords() async throws {
    try await draft.run(in: out.path).run(StandIn())
    let lines = try export(.jsonl)
    var number = 0
    try out.forEachSample { sample in
      let data = Data(lines[number].utf8)
      #expect(try JSONDecoder.m3.decode(RunSample.self, from: data) == sample)
      let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(object["question"] as? String == "Which, \(number)?")
      number += 1
    }
    #expect(number == 12 && lines.count == 12)
  }

  /// The fields of lmms-eval 0.7's tracker: doc_id, doc_hash, input, target, filtered_resps, resps where they differ.
  @Test func lmmsEvalLines() async throws {
    try await draft.run(in: out.path).run(StandIn())
    let objects = try export(.lmmsEval).map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["doc_id"] as? Int } == Array(0..<12))
    #expect(objects.allSatisfy { ($0["doc_hash"] as? String)?.count == 64 && $0["choice"] is Double })
    #expect(objects.map { $0["target"] as? String }.prefix(4) == ["A", "a 1", "B", "a 1"])
    #expect((objects[0]["input"] as? String)?.hasPrefix("Which, 0?\nA. one\n") == true)
    #expect(objects[0]["filtered_resps"] as? [String] == ["A"] && objects[0]["resps"] == nil)
    #expect((objects[11]["m3_video"] as? [String: Any])?["outcome"] as? String == "failed")
  }

  @Test func aSweepIsExportedPlanByPlan() async throws {
    var sweep = draft
    let space = SweepSpace(scales: [.tokens1, .tokens9], frames: [1], budgets: [36])
    sweep.plans = space.plans.map { RunPlan($0, budget: 36, sampling: .midpoint) }
    try await sweep.run(in: out.path).run(StandIn())
    #expect(try export(.csv).count == 25)
    #expect(try export(.lmmsEval, plan: "1x9").count == 12)
    for (format, plan) in [(SampleFormat.lmmsEval, nil), (.csv, "7x7")] {
      #expect(throws: EvaluateError.self) { try export(format, plan: plan) }
    }
    try FileManager.default.removeItem(atPath: file)
    #expect(throws: EvaluateError.self) { try export(.lmmsEval, plan: "1x9") }
    #expect(try export(.jsonl).count == 24, "without the words of the questions")
  }

  /// A clip of 100 frames, ten a second.
  private static let clip = ClipInfo(
    name: "c", timeline: FrameTimeline(count: 100, framesPerSecond: Rational(10, 1)),
    size: PixelSize(width: 4, height: 4), codedSize: PixelSize(width: 4, height: 4), container: "mp4", codec: "h264",
    nominalRate: nil, isStill: false, notes: [])

  @Test(
    arguments: [
      (4, 0, nil, [12, 37, 62, 87]), (3, 1, nil, [12, 37, 62, 87]), (2, 0, TimeSpan(start: 5, end: 6), [52, 57]),
      (101, 0, nil, nil), (0, 0, nil, nil),
    ] as [(Int, Int, TimeSpan?, [Int]?)])
  func theFramesThatWereSeen(seen: Int, lost: Int, span: TimeSpan?, indices: [Int]?) throws {
    let record = QuestionRecord(key: "k", dataset: "generic", split: "all", media: "c", question: "?")
    var sample = RunSample(
      number: 0, record: record, plan: draft.plans[0], scored: ScoredSample(key: "k", group: "c", score: 1))
    sample.frames = seen
    sample.lostFrames = lost
    let slots = try draft.plans[0].frames(of: sample, in: Self.clip, span: span)
    #expect(slots?.map(\.index) == indices)
  }
}
