import Foundation
import M3Core
import Testing

@testable import M3Evaluate

/// The six ways in which published numbers went wrong, each met by a test.
@Suite struct TrapTests {
  private func read(_ task: String, _ path: String) throws -> Annotations {
    let (dataset, task) = try Dataset.task(task)
    return try dataset.read(split: task.split, at: path)
  }

  // 1. Validation sheets are not taken for the test split, and a task's name carries its split.

  @Test func aValidationSheetIsRefusedAsTestByItsName() throws {
    let sheet = try Fixture.excerpt("msvd-qa/igvlm_MSVD_QA.csv")
    let error = #expect(throws: EvaluateError.self) { try read("msvd-qa:test", sheet) }
    #expect(error?.message.contains("holds `val`") == true)
  }

  @Test(arguments: [
    ("msvd-qa", "msvd-qa/val_qa.json", "test_qa.json"), ("msrvtt-qa", "msrvtt-qa/igvlm_MSRVTT_QA.csv", "test.csv"),
  ])
  func aRenamedValidationFileIsRefusedByItsIDs(dataset: String, path: String, name: String) throws {
    let folder = try TemporaryFolder()
    var text = try String(contentsOfFile: Fixture.excerpt(path), encoding: .utf8)
    if dataset == "msrvtt-qa" { text = "video_id,question,answer,qid,type\n6513,what plays,music,158583,14\n" }
    try folder.write(Data(text.utf8), to: name)
    let mapping = try String(contentsOfFile: Fixture.excerpt("msvd-qa/youtube_mapping.txt"), encoding: .utf8)
    try folder.write(Data(mapping.utf8), to: "youtube_mapping.txt")
    let error = #expect(throws: EvaluateError.self) { try read("\(dataset):test", folder.path) }
    guard case .wrongSplit(_, _, "test", _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func everyTaskNamesItsSplit() throws {
    for dataset in Dataset.all {
      #expect(!dataset.tasks.isEmpty)
      for task in dataset.tasks { #expect(try Dataset.task(task).task.description == task) }
    }
    #expect(try Dataset.task("msvd-qa").task.description == "msvd-qa:val")
    #expect(throws: EvaluateError.self) { try Dataset.task("msvd-qa:dev") }
    #expect(throws: EvaluateError.self) { try Dataset.task("msvd") }
  }

  // 2. Ids that repeat.

  @Test func idsThatRepeatGetKeysOfTheirOwn() throws {
    let next = try read("next-qa:val", Fixture.excerpt("next-qa/val.csv")).records
    #expect(Set(next.map { $0.key.split(separator: "_")[1] }).count < next.count)
    #expect(Set(next.map(\.key)).count == next.count)
    let pope = try read("pope:all", Fixture.excerpt("pope/coco_pope_random.json")).records
    #expect(pope.count { $0.key.hasSuffix("_1") } == 3)
    let folder = try TemporaryFolder([
      "llava_mme.jsonl": #"{"question_id":"count/1.png","image":"count/1.png","text":"Two?","category":"count"}"# + "\n"
        + #"{"question_id":"count/1.png","image":"count/1.png","text":"Three?","category":"count"}"#
    ])
    #expect(try read("mme:test", folder.path).records.map(\.key) == ["count/1.png_0", "count/1.png_1"])
  }

  @Test func theSheetAndTheOriginalAgreeOnKeysAndAnswers() throws {
    let sheet = try read("next-qa:val", Fixture.excerpt("next-qa/igvlm_NExT_QA.csv")).records
    let original = try read("next-qa:val", Fixture.excerpt("next-qa/val.csv")).records
    #expect(sheet.map(\.key) == original.map(\.key))
    #expect(sheet.map(\.answerIndex) == original.map(\.answerIndex))
    #expect(sheet.map(\.choices) == original.map(\.choices))
  }

  @Test func twoRowsOfOneKeyAreAnErrorThatNamesBoth() throws {
    let folder = try TemporaryFolder([
      "val.csv": "video,frame_count,width,height,question,answer,qid,type,a0,a1,a2,a3,a4\n"
        + "7,9,1,1,why,0,1,CW,a,b,c,d,e\n7,9,1,1,how,0,1,CH,a,b,c,d,e\n"
    ])
    #expect(
      throws: EvaluateError.duplicateKey(file: folder.file("val.csv"), line: 3, key: "7_1", firstLine: 2)
    ) { try read("next-qa:val", folder.path) }
  }

  @Test func numberedRepeatsAreCounted() throws {
    let folder = try TemporaryFolder([
      "TGIF_FrameQA.csv": ",video_id,answer,question,video_name,question_id,question_type\r\n"
        + "1,FRAMEQA1,dog,what?,a,5,0\r\n2,FRAMEQA1,cat,who?,b,5,0\r\n"
    ])
    let read = try read("tgif-frameqa:test", folder.path)
    #expect(read.records.map(\.key) == ["FRAMEQA1", "FRAMEQA1~2"])
    #expect(read.notes.contains(.repeatedIDs(count: 1, firstKey: "FRAMEQA1")))
  }

  // 3. Answers are joined by id, never by position.

  @Test func answersInAnotherOrderFindTheirQuestions() throws {
    let folder = try TemporaryFolder([
      "test_q.json": """
      [{"video_name":"a","question":"one","question_id":"v_a_1"},{"video_name":"a","question":"two","question_id":"v_a_2"},
       {"video_name":"b","question":"three","question_id":"v_b_1"}]
      """,
      "test_a.json": """
      [{"answer":"2","type":7,"question_id":"v_a_2"},{"answer":"9","type":0,"question_id":"v_z_9"},
       {"answer":"1","type":0,"question_id":"v_a_1"}]
      """,
    ])
    let read = try read("activitynet-qa:test", folder.path)
    #expect(read.records.map(\.answers) == [["1"], ["2"]])
    #expect(read.records.map(\.type) == ["Motion", "Number"])
    #expect(read.records.map(\.media) == ["v_a", "v_a"])
    #expect(read.skipped.map(\.reason) == ["no answer has its id"])
    #expect(read.skipped.first?.line == 2)
    #expect(read.notes.contains(.unusedAnswers(count: 1, firstID: "v_z_9")))
    #expect(read.notes.contains(.rowCount(found: 2, official: 8000)))
  }

  // 4. Answers by index, by text, by letter; options that repeat.

  @Test func repeatedOptionsAreScoredByIndexAndReported() throws {
    let folder = try TemporaryFolder([
      "val.csv":
        "video,frame_count,width,height,question,answer,qid,type,a0,a1,a2,a3,a4\n7,9,1,1,why,2,1,CW,a,run,run,d,e\n"
    ])
    let read = try read("next-qa:val", folder.path)
    #expect(read.notes.contains(.duplicatedChoices(count: 1, firstKey: "7_1")))
    let record = try #require(read.records.first)
    #expect(record.answerIndex == 2)
    let byIndex = try AnswerScorer(metric: .nextQA)
    let byText = try AnswerScorer(metric: .nextQA, ties: .text)
    #expect(byIndex.score(record, text: "B", choice: 1).score == 0)
    #expect(byText.score(record, text: "B", choice: 1).score == 1)
    #expect(byIndex.score(record, text: "C", choice: 2).score == 1)
  }

  @Test func answersAsTextAndAsIndexMeanTheSame() throws {
    let text = try read("next-gqa:val", Fixture.excerpt("next-gqa/val.csv")).records
    let index = try read("next-qa:val", Fixture.excerpt("next-qa/val.csv")).records
    let byKey = Dictionary(uniqueKeysWithValues: index.map { ($0.key, $0.answerIndex) })
    var compared = 0
    for record in text {
      guard let other = byKey[record.key] else { continue }
      #expect(record.answerIndex == other)
      compared += 1
    }
    #expect(compared > 5)
  }

  @Test func anIndexThatContradictsTheTextIsRefused() throws {
    let folder = try TemporaryFolder([
      "STAR.csv": ",video_name,question,answer_number,question_id,question_type,a0,a1,a2,a3,answer\n"
        + "1,X_1_2,q,0,Interaction_T1_1,Interaction_T1,a,b,c,d,b\n"
    ])
    let error = #expect(throws: EvaluateError.self) { try read("star:val", folder.path) }
    #expect(error?.message.contains("option 0, `a`") == true)
  }

  // 5. What cannot be read is wrong and counted, never guessed.

  @Test func unreadAnswersAreWrongAndTheirShareIsReported() throws {
    let records = try read("next-qa:val", Fixture.excerpt("next-qa/val.csv")).records
    let scorer = try AnswerScorer(metric: .nextQA)
    let samples = records.enumerated().map { number, record in
      number == 0 ? scorer.score(record, text: nil) : scorer.score(record, text: "hm", choice: nil)
    }
    let summary = try MetricSummary.make(.nextQA, samples, replicates: 20)
    #expect(summary.headline.value == 0)
    #expect(summary.failed == 1)
    #expect(summary.unparsed == 39)
    #expect(summary.unparsedShare == 39.0 / 40)
    #expect(summary.caveat?.contains("1 of 40 questions have no answer") == true)
    #expect(MMMUChoice.choice("no idea", choices: ["a", "b"]) == nil)
    #expect(YesNoAnswer.pope("") == nil)
  }

  // 6. Exact match and a judge are different metrics, and both have names.

  @Test func judgesAndExactMatchAreNotConfused() throws {
    #expect(Dataset.activityNetQA.metrics == [.activityNet, .normalised, .judge])
    #expect(throws: EvaluateError.self) { try AnswerScorer(metric: .judge) }
    let record = QuestionRecord(
      key: "k", dataset: "activitynet-qa", split: "test", media: "v", question: "q", answers: ["no"], type: "Yes/No")
    #expect(try AnswerScorer(metric: .activityNet).score(record, text: "No.").score == 0)
    #expect(try AnswerScorer(metric: .normalised).score(record, text: "No.").score == 1)
    #expect(try AnswerScorer(metric: .activityNet).score(record, text: "no").labels == ["Yes/No", "Free"])
  }
}
