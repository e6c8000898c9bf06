import Foundation
import M3Core
import Testing

@testable import M3Evaluate

/// Broken and hostile files: a clear error naming file and line, never a crash.
@Suite struct HostileFileTests {
  private func csv(_ text: String) throws -> [[String]] {
    var table = try DelimitedText(AnnotationFile(name: "t.csv", bytes: Array(text.utf8)), delimiter: ",")
    var rows: [[String]] = [table.header]
    while let row = try table.next() { rows.append(try row.fields.indices.map { try row.text($0) }) }
    return rows
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n\r\n3,4", [["a", "b"], ["1", "2"], ["3", "4"]]),
    ("\u{FEFF}a,b\n1,\n", [["a", "b"], ["1", ""]]),
    (",b\n0,\"x, \"\"y\"\"\nz\"\n", [["", "b"], ["0", "x, \"y\"\nz"]]),
    ("a\nsay \"hi\" now\n", [["a"], ["say \"hi\" now"]]),
    ("a,b\n\" x \", y \n", [["a", "b"], [" x ", " y "]]),
  ])
  func readsTables(text: String, expected: [[String]]) throws { #expect(try csv(text) == expected) }

  @Test(arguments: [
    ("a,b\n1\n", 2, "2 fields"), ("a,b\n1,2\n1,2,3\n", 3, "2 fields"), ("a,b\n1,\"2\n3\n", 2, "closing quote"),
    ("a,b\n\"1\"x,2\n", 2, "the end of a field"), ("a,a\n", 1, "differ"),
  ])
  func refusesBrokenTables(text: String, line: Int, part: String) throws {
    let error = #expect(throws: EvaluateError.self) { try csv(text) }
    guard case .malformed("t.csv", let found, let expected, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == line)
    #expect(expected.contains(part))
  }

  private func json(_ bytes: [UInt8]) throws -> JSONValue {
    var scanner = JSONScanner(AnnotationFile(name: "t.json", bytes: bytes))
    let value = try scanner.value()
    guard scanner.peek() == nil else { throw scanner.malformed("the end") }
    return value
  }

  @Test func readsJSON() throws {
    let text = #" {"a": [1, -2.5e3, true, null, "xé\n😀\/"], "b": {}} "#
    let value = try json(Array(text.utf8))
    #expect(
      value["a"] == .array([.number("1"), .number("-2.5e3"), .bool(true), .null, .string("x\u{E9}\n\u{1F600}/")]))
    #expect(value["b"] == .object([]))
  }

  @Test(arguments: [
    "", "{", "[1,", "[1,]", "{\"a\":1,}", "{a:1}", "\"abc", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"a\nb\"",
    "tru",
    "01x", "-", "1.", "1e", "NaN", "[1] 2", "'a'", String(repeating: "[", count: 100_000),
  ])
  func refusesBrokenJSON(text: String) {
    let error = #expect(throws: EvaluateError.self) { try json(Array(text.utf8)) }
    #expect(error?.message.hasPrefix("t.json, line ") == true)
  }

  @Test func refusesBytesThatAreNotText() {
    #expect(throws: EvaluateError.self) { try json([0x22, 0xFF, 0xFE, 0x22]) }
    var table = try? DelimitedText(AnnotationFile(name: "t", bytes: Array("a\n".utf8) + [0xC3, 0x28]), delimiter: ",")
    #expect(throws: EvaluateError.self) { try table?.next()?.text(0) }
  }

  @Test func namesTheLineOfABrokenEntry() throws {
    let folder = try TemporaryFolder(["val.jsonl": "{\"video\":\"a\",\"question\":\"q\"}\n{\"video\":\"b\",\"ques"])
    let error = #expect(throws: EvaluateError.self) { try Dataset.generic.read(split: "val", at: folder.path) }
    #expect(error?.message.contains("line 2") == true)
  }

  @Test func sizesAreBounded() throws {
    let folder = try TemporaryFolder(["a.json": "[1, 2, 3]"])
    #expect(throws: EvaluateError.tooLarge(path: folder.file("a.json"), bytes: 9, limit: 8)) {
      try AnnotationFile(path: folder.file("a.json"), limit: 8)
    }
    #expect(throws: EvaluateError.self) { try AnnotationFile(path: folder.path) }
    #expect(throws: EvaluateError.self) { try AnnotationFile(path: folder.file("none")) }
    #expect(throws: EvaluateError.self) { try AnnotationFile(path: "/dev/zero") }
  }

  @Test func anotherDatasetsSheetIsToldByItsColumns() throws {
    let error = #expect(throws: EvaluateError.self) {
      try Dataset.nextQA.read(split: "val", at: Fixture.excerpt("next-gqa/val.csv"))
    }
    guard case .missingColumn(_, "video", let header)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(header.first == "video_id")
    #expect(throws: EvaluateError.self) {
      try Dataset.nextOE.read(split: "val", at: Fixture.excerpt("next-qa/val.csv"))
    }
  }

  @Test func everyTruncationOfAFileIsAnErrorOrFewerRecords() throws {
    let whole = try Data(contentsOf: URL(filePath: Fixture.excerpt("msvd-qa/zeroshot_test_q.json")))
    let answers = try Data(contentsOf: URL(filePath: Fixture.excerpt("msvd-qa/zeroshot_test_a.json")))
    let folder = try TemporaryFolder()
    try folder.write(answers, to: "test_a.json")
    for length in stride(from: 0, to: whole.count - 1, by: 37) {
      try folder.write(whole.prefix(length), to: "test_q.json")
      #expect(throws: EvaluateError.self) { try Dataset.msvdQA.read(split: "test", at: folder.path) }
    }
  }

  @Test func seventyThousandRowsAreQuick() throws {
    var text = "video_id,question,answer,qid,type\n"
    for row in 0..<72_821 {
      text += "\(7010 + row / 25),what is the man doing in the video,\"talk, loudly\",\(170_859 + row),10\n"
    }
    let folder = try TemporaryFolder(["test.csv": text])
    let clock = ContinuousClock()
    var count = 0
    let time = try clock.measure { count = try Dataset.msrvttQA.read(split: "test", at: folder.path).records.count }
    #expect(count == 72_821)
    #expect(time < .seconds(20), "unoptimised code included")
  }

  static let messages: [(EvaluateError, String, String?)] = [
    (.unknownDataset(name: "x\u{1B}", known: ["a"]), "there is no dataset `x\\u{1B}`", "known are a"),
    (.unknownSplit(dataset: "d", split: "s", known: ["t"]), "d has no split `s`", "known are t"),
    (
      .annotationsMissing(task: "d:s", path: "/p", forms: ["a + b", "c"]), "the annotations of d:s are not in /p",
      "expected is one of: a + b; c"
    ),
    (.unreadable(path: "/p", reason: "r"), "/p cannot be read: r", nil),
    (.tooLarge(path: "/p", bytes: 9, limit: 8), "/p has 9 bytes, at most 8 are read", nil),
    (.tooManyEntries(path: "/p", limit: 8), "/p holds more than 8 files", nil),
    (.malformed(file: "f", line: 3, expected: "a", found: "b\n"), "f, line 3: expected a, found b\\n", nil),
    (
      .missingColumn(file: "f", column: "c", header: ["a", "b"]), "f has no column `c`, only `a`, `b`",
      "the file may belong to another dataset, or to another form of this one"
    ),
    (
      .badField(file: "f", line: 3, field: "c", expected: "a", found: "b"), "f, line 3, field `c`: expected a, found b",
      nil
    ),
    (.duplicateKey(file: "f", line: 3, key: "k", firstLine: 2), "f, line 3: the key k stands in line 2 already", nil),
    (
      .wrongSplit(file: "f", line: 3, asked: "test", evidence: "e"), "f, line 3 is not of the split `test`: e",
      "name the split that the file holds: a number is worth nothing under the wrong split"
    ),
    (.noRecords(file: "f"), "f holds no questions", nil),
    (
      .badTemplate(template: "t"), "`t` is not a template of media files: it needs one `%s`",
      "for instance `videos/%s.mp4`"
    ),
    (.badPicture(name: "n", reason: "r"), "the picture n is damaged: r", nil),
    (
      .wordNetMissing(path: "/w"), "WUPS needs WordNet's files, and /w is not there",
      "install Debian's package `wordnet-base`, or leave WUPS out"
    ),
    (.badResults(reason: "r"), "the results cannot be analysed: r", nil),
    (.notARun(folder: "f", reason: "r"), "f is no run: r", "name the folder that `eval` or `sweep` wrote with `-o`"),
    (
      .runDiffers(folder: "f", differences: ["a", "b"]), "f holds another run; a; b",
      "name another folder with `-o`, or ask as it was asked then"
    ),
    (.runBusy(folder: "f"), "f is being written by another process", nil),
    (
      .badRecord(file: "f", line: 3), "f, line 3 is damaged, and it is not the last line",
      "the file was changed or the disk is damaged; take the line out to have that question again"
    ),
    (.notWritten(path: "f", reason: "r"), "f cannot be used: r", nil),
    (.cannotMerge(reason: "r"), "these runs cannot be merged: r", "give every shard of one run, each once"),
    (
      .judgeDiffers(folder: "f", differences: ["a", "b"]), "f holds another judge's verdicts; a; b",
      "verdicts of two judges make no number; judge as before, or take judge.json and judge.jsonl out of the folder"
    ),
    (.nothingToJudge(folder: "f", reason: "r"), "f has nothing to judge: r", nil),
    (
      .judgeRefuses(host: "h\u{1B}", status: 401, reason: "r"), "the judge at h\\u{1B} refuses: r",
      "set M3_JUDGE_KEY or OPENAI_API_KEY to a key of that endpoint"
    ),
    (
      .judgeRefuses(host: "h", status: 404, reason: "r\n"), "the judge at h refuses: r\\n",
      "is --judge-url the endpoint's base, such as https://host/v1, and --judge-model one of its models?"
    ),
    (.judgeRefuses(host: "h", status: 400, reason: "r"), "the judge at h refuses: r", nil),
    (
      .judgeSilent(host: "h", attempts: 6, reason: "r", retryAfter: nil),
      "no reply from the judge at h after 6 requests: r", "all replies so far are kept; the same command goes on"
    ),
    (
      .judgeSilent(host: "h", attempts: 1, reason: "r", retryAfter: 900.5),
      "no reply from the judge at h after 1 request: r",
      "it asks to wait 901 s; the same command goes on, perhaps with a lower --judge-concurrency"
    ),
    (
      .cannotExport(folder: "f", reason: "r"), "f cannot be exported so: r",
      "`--plan` chooses a plan, `--annotations` says where the questions are now"
    ),
  ]

  @Test(arguments: messages) func messagesReadWell(error: EvaluateError, message: String, hint: String?) {
    #expect(error.message == message)
    #expect(error.hint == hint)
  }
}
