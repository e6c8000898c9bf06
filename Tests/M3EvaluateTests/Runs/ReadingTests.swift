import Foundation
import M3Core
import M3Engine
import Testing

@testable import M3Evaluate

/// Answers read again from their texts.
@Suite struct ReadingTests {
  private let folder: TemporaryFolder
  private var out: RunFolder { RunFolder(folder.file("run")) }

  init() async throws {
    folder = try TemporaryFolder([
      "questions.jsonl": """
      {"id": "a", "video": "v0", "question": "Which?", "choices": ["one", "two"], "answer": "one"}
      {"id": "b", "video": "v0", "question": "Which then?", "choices": ["one", "two"], "answer": "one"}
      {"id": "c", "video": "v0", "question": "What?", "answer": "a 5"}
      """
    ])
    try folder.write(Data(), to: "v0.mp4")
    let annotations = try Dataset.generic.read(split: "all", at: folder.file("questions.jsonl"))
    var draft = RunDraft(records: annotations.records, videos: folder.path)
    draft.annotationFiles = annotations.files
    try await draft.run(in: out.path).run(StandIn())
  }

  private func source() throws -> RunSource { try RunSource(out, card: out.readCard()) }

  private func reading() throws -> RunReading {
    try RunReading(settings: out.readCard().settings, source: source())
  }

  @Test func readTheSameAsWhenGiven() throws {
    let given = try out.score(replicates: 20)
    var again = try out.score(replicates: 20, reading: reading(), records: source().records)
    #expect(given.readAgain == nil && again.readAgain == 3 && again.readDifferently == 0)
    (again.readAgain, again.readDifferently) = (nil, nil)
    #expect(again == given)
    #expect(given.summary?.headline.value == 2.0 / 3)
  }

  /// Numbers follow the text and today's rules, not what was written beside it then.
  @Test func whatWasWrittenDownWrongly() throws {
    let file = URL(filePath: out.samples)
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacing(#""score":1"#, with: #""score":0"#).write(to: file, atomically: true, encoding: .utf8)
    #expect(try out.score(replicates: 20).summary?.headline.value == 0)
    let again = try out.score(replicates: 20, reading: reading())
    #expect(again.summary?.headline.value == 2.0 / 3 && again.readDifferently == 2)
    #expect(again.caveat?.contains("2 answers are read differently than when given") == true)
    // An answer that nobody can read.
    try text.replacing(#""prediction":"A""#, with: #""prediction":"A or B""#)
      .write(to: file, atomically: true, encoding: .utf8)
    let unread = try out.score(replicates: 20, reading: reading())
    #expect(unread.unparsed == 2 && unread.summary?.headline.value == 0)
  }

  @Test func otherQuestionsAreNotTaken() throws {
    try folder.write(
      Data("{\"id\": \"a\", \"video\": \"v0\", \"question\": \"Who?\", \"answer\": \"b\"}\n".utf8),
      to: "questions.jsonl")
    #expect(try source().records.isEmpty)
    #expect(throws: EvaluateError.self) {
      try RunSource(out, card: out.readCard(), annotations: folder.file("questions.jsonl"))
    }
  }
}
