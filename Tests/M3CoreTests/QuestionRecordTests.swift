import Foundation
import M3Core
import Testing

@Suite struct QuestionRecordTests {
  @Test func isWrittenInSnakeCaseAndReadBack() throws {
    let record = QuestionRecord(
      key: "7_1", dataset: "generic", split: "val", media: "7", start: 1.5, end: 4, question: "what?",
      choices: ["a", "b"], answerIndex: 1, answers: ["b"], type: "gist", evidence: [TimeSpan(start: 2, end: 3)])
    let data = try JSONEncoder.m3.encode(record)
    #expect(String(decoding: data, as: UTF8.self).contains("\"answer_index\":1"))
    #expect(try JSONDecoder.m3.decode(QuestionRecord.self, from: data) == record)
    #expect(record.task == "generic:val")
    #expect(record.group == "7")
  }

  @Test(arguments: [(["a", "b"], false), (["a", "b", "a"], true), ([], false)])
  func noticesOptionsThatRepeat(choices: [String], repeats: Bool) {
    let record = QuestionRecord(key: "k", dataset: "d", split: "s", media: "m", question: "q", choices: choices)
    #expect(record.hasDuplicatedChoices == repeats)
  }
}
