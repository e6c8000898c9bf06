import M3Core
import Testing

@testable import M3Evaluate

@Suite struct GenericTests {
  private func read(_ files: [String: String]) throws -> Annotations {
    let folder = try TemporaryFolder(files)
    return try Dataset.generic.read(split: "all", at: folder.file(files.keys.sorted()[0]))
  }

  @Test func jsonLines() throws {
    let read = try read([
      "my questions.jsonl": """
      {"video":"a.mp4","question":"What?","answer":"a dog"}
      {"video":"a.mp4","question":"Which?","answer":"cat","choices":["dog","cat"],"type":"gist","id":"x1"}
      {"video":"a.mp4","question":"Which?","answer":"A","choices":["dog","cat"]}
      {"video":"b","question":"Which?","answer":1,"choices":["dog","cat"],"start":1,"end":2.5,"evidence":[[1.5,2]]}
      {"image":"c.png","question":"How many?","answer":["2","two"]}
      {"video":"d","question":"Open?"}
      {"video":"d","question":"How many?","answer":3,"choices":[1,2,3]}
      """
    ])
    #expect(read.records.map(\.key) == ["a.mp4_0", "x1", "a.mp4_2", "b_0", "c.png_0", "d_0", "d_1"])
    #expect(read.records.map(\.answerIndex) == [nil, 1, 0, 1, nil, nil, 2])
    #expect(read.records[3].evidence == [TimeSpan(start: 1.5, end: 2)])
    #expect(read.records[3].start == 1 && read.records[3].end == 2.5)
    #expect(read.records[4].kind == .image && read.records[4].answers == ["2", "two"])
    #expect(read.notes.contains(.noAnswers(count: 1)))
  }

  @Test func csvWithColumnsOrLists() throws {
    let columns = try read([
      "q.csv": "\u{FEFF}video,question,answer,a0,a1,a2,start,end\r\nv,\"Say \"\"hi\"\"?\",two,one,two,,1,3\r\n"
    ])
    #expect(columns.records[0].question == "Say \"hi\"?")
    #expect(columns.records[0].choices == ["one", "two"])
    #expect(columns.records[0].answerIndex == 1)
    #expect(columns.records[0].end == 3)
    let list = try read(["q.csv": "id,video,question,answer,choices\n7,v,Q?,B,\"[\"\"x\"\", \"\"y\"\"]\"\n"])
    #expect(list.records[0].choices == ["x", "y"])
    #expect(list.records[0].answerIndex == 1)
    #expect(list.records[0].key == "7")
  }

  @Test(arguments: [
    #"{"video":"a","question":"q","answer":"z","choices":["x","y"]}"#,
    #"{"video":"a","question":"q","answer":5,"choices":["x","y"]}"#,
    #"{"video":"a","question":"q","answer":"x","choices":["x","x"]}"#,
    #"{"video":"a","question":"q","answer":"x","choices":["x"]}"#,
    #"{"video":"a","question":"q","answer":"x","start":3,"end":1}"#,
    #"{"video":"a","question":"q","answer":"x","start":3}"#,
    #"{"video":"a","question":"q","answer":"x","evidence":[[1]]}"#,
    #"{"video":"a","question":["q"],"answer":"x"}"#,
    #"{"video":"a","answer":"x"}"#,
    #"{"question":"q","answer":"x"}"#,
    #"["video"]"#,
  ])
  func refusesWithTheLine(row: String) throws {
    let good = #"{"video":"a","question":"q","answer":"x"}"#
    let error = #expect(throws: EvaluateError.self) { try read(["q.jsonl": good + "\n" + row + "\n"]) }
    #expect(error?.message.contains("line 2") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("q.jsonl") == true)
  }

  @Test func igvlmSheetsOfOnesOwn() throws {
    let read = try read([
      "q.csv": ",video_name,question,answer,question_id,question_type,a0,a1,ts\n0,v,Q?,y,q7,T,x,y,1.5-3\n"
    ])
    let record = try #require(read.records.first)
    #expect(record.key == "q7" && record.media == "v" && record.type == "T")
    #expect(record.answerIndex == 1)
    #expect(record.start == 1.5 && record.end == 3)
  }

  @Test func emptyFieldsAreSkippedAndCounted() throws {
    let read = try read(["q.csv": "video,question,answer\na,q,x\nb,,x\nc,,y\n,q,x\n"])
    #expect(read.records.count == 1)
    #expect(read.skipped.map(\.count) == [2, 1])
    #expect(read.skipped.map(\.reason) == ["`question` is empty", "`video` is empty"])
    #expect(read.skipped[0].line == 3)
  }
}
